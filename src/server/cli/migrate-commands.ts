// `skypanel migrate …`: the schema of the databases, while SkyPanel is stopped.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseName, openDatabase } from '#db/client.ts'
import { listWritten, migrateDown, migrateUp, readApplied } from '#db/migrate.ts'
import { type Config, readConfig } from '../config.ts'
import { type Command, Failure, UsageError } from './command.ts'
import { needStopped } from './find-running.ts'

const names: DatabaseName[] = ['main', 'cache', 'index']

export const status: Command = {
  usage: '',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    const databases = names.filter((name) => existsSync(pathOf(config, name)))
    const rows = await Promise.all(databases.map((name) => look(config, name)))
    for (const { name, newest, missing, unknown } of rows) {
      const state =
        unknown.length > 0
          ? `of a newer version: ${unknown.join(', ')}`
          : missing.length > 0
            ? `missing: ${missing.join(', ')}`
            : 'up to date'
      terminal.say(`${`${name}.db`.padEnd(9)} ${newest ?? 'nothing'}  ${state}`)
    }
    if (rows.length === 0) terminal.say(`There are no databases in ${config.dataDir} yet.`)
    terminal.json(rows)
    return 0
  },
}

export const up: Command = {
  usage: '',
  help: 'SkyPanel does this by itself when it starts.',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    needStopped(config)
    const done: Record<string, string[]> = {}
    for (const name of names) {
      if (!existsSync(pathOf(config, name))) continue
      const db = await open(config, name, 'write')
      done[name] = await migrateUp(db, placeOf(config, name), Date.now()).finally(() => db.$client.close())
      terminal.say(`${name}.db: ${done[name].length > 0 ? done[name].join(', ') : 'up to date'}`)
    }
    terminal.json(done)
    return 0
  },
}

export const down: Command = {
  usage: `<${names.join(' | ')}> <how many>`,
  help: 'Stop SkyPanel and copy its data folder first: what only the newer schema could\nhold is gone with it. See docs/rollback.md.',
  async run({ words: [word, count, ...more], environment, terminal }) {
    const name = names.find((known) => known === word)
    const steps = Number(count)
    if (!name || !Number.isInteger(steps) || steps < 1 || more.length > 0) {
      throw new UsageError('Name a database and how many migrations to undo.')
    }
    const config = readConfig(environment)
    needStopped(config)
    if (!existsSync(pathOf(config, name))) throw new Failure(`There is no ${pathOf(config, name)}.`)
    const db = await open(config, name, 'write')
    const undone = await migrateDown(db, placeOf(config, name), steps).finally(() => db.$client.close())
    terminal.say(
      undone.length > 0 ? `undone in ${name}.db: ${undone.join(', ')}` : `${name}.db has no migrations to undo`,
    )
    terminal.json({ [name]: undone })
    return 0
  },
}

async function look(config: Config, name: DatabaseName) {
  const db = await open(config, name, 'read')
  const applied = await readApplied(db).finally(() => db.$client.close())
  const written = listWritten(placeOf(config, name))
  return {
    name,
    newest: applied.at(-1),
    applied,
    missing: written.filter((migration) => !applied.includes(migration)),
    unknown: applied.filter((migration) => !written.includes(migration)),
  }
}

function open(config: Config, name: DatabaseName, access: 'read' | 'write') {
  return openDatabase(name, `file:${pathOf(config, name)}`, { access })
}

function placeOf(config: Config, name: DatabaseName) {
  return { name, folder: config.paths.migrations }
}

function pathOf(config: Config, name: DatabaseName): string {
  return join(config.dataDir, `${name}.db`)
}
