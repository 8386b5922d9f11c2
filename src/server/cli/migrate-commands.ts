// `skypanel migrate …`: the schema of the databases, while SkyPanel is stopped.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseName, openDatabase } from '#db/client.ts'
import { listWritten, migrateDown, migrateUp, readApplied } from '#db/migrate.ts'
import { nameTrouble } from '#db/name-trouble.ts'
import { type Config, readConfig } from '../config.ts'
import { type Command, Failure, UsageError } from './command.ts'
import { needStopped } from './find-running.ts'
import { hostOf, openServerMain } from './open-server-main.ts'

const names: DatabaseName[] = ['main', 'cache', 'index']

export const status: Command = {
  usage: '',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    const rows = (await Promise.all(names.map((name) => look(config, name)))).filter((row) => row !== undefined)
    for (const { name, newest, missing, unknown } of rows) {
      const state =
        unknown.length > 0
          ? `of a newer version: ${unknown.join(', ')}`
          : missing.length > 0
            ? `missing: ${missing.join(', ')}`
            : 'up to date'
      terminal.say(`${`${name}.db`.padEnd(9)} ${newest ?? 'nothing'}  ${state}${placeOfMain(config, name)}`)
    }
    if (rows.length === 0) terminal.say(`There are no databases in ${config.dataDir}${serverOf(config)} yet.`)
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
      const db = await open(config, name, 'write')
      if (!db) continue
      done[name] = await migrateUp(db, placeOf(config, name), Date.now())
        .catch(refuse)
        .finally(() => db.$client.close())
      terminal.say(
        `${name}.db: ${done[name].length > 0 ? done[name].join(', ') : 'up to date'}${placeOfMain(config, name)}`,
      )
    }
    terminal.json(done)
    return 0
  },
}

export const down: Command = {
  usage: `<${names.join(' | ')}> <how many>`,
  help: 'Stop SkyPanel and copy its data folder first: what only the newer schema could\nhold is gone with it. With DATABASE_URL stop every box that uses it. See\ndocs/rollback.md.',
  async run({ words: [word, count, ...more], environment, terminal }) {
    const name = names.find((known) => known === word)
    const steps = Number(count)
    if (!name || !Number.isInteger(steps) || steps < 1 || more.length > 0) {
      throw new UsageError('Name a database and how many migrations to undo.')
    }
    const config = readConfig(environment)
    needStopped(config)
    const db = await open(config, name, 'write')
    if (!db) throw new Failure(`There is no ${nameFully(config, name)}.`)
    const undone = await migrateDown(db, placeOf(config, name), steps)
      .catch(refuse)
      .finally(() => db.$client.close())
    const said =
      undone.length > 0 ? `undone in ${name}.db: ${undone.join(', ')}` : `${name}.db has no migrations to undo`
    terminal.say(`${said}${placeOfMain(config, name)}`)
    terminal.json({ [name]: undone })
    return 0
  },
}

async function look(config: Config, name: DatabaseName) {
  const db = await open(config, name, 'read')
  if (!db) return undefined
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

/** Undefined where there is none yet. */
async function open(config: Config, name: DatabaseName, access: 'read' | 'write') {
  if (name === 'main' && config.database) return openServerMain(config.database)
  const file = pathOf(config, name)
  return existsSync(file) ? openDatabase(name, `file:${file}`, { access }) : undefined
}

/** Nothing of a migration that failed is there; those before it are. */
function refuse(cause: unknown): never {
  if (nameTrouble(cause)) throw cause
  throw new Failure(cause instanceof Error ? cause.message : String(cause), { cause })
}

/** What is said behind a database that is not in the data folder. */
function placeOfMain(config: Config, name: DatabaseName): string {
  return name === 'main' && config.database ? `  (on ${hostOf(config.database.url)})` : ''
}

function nameFully(config: Config, name: DatabaseName): string {
  return name === 'main' && config.database ? `main.db on ${hostOf(config.database.url)}` : pathOf(config, name)
}

function serverOf({ database }: Config): string {
  return database ? ` or on ${hostOf(database.url)}` : ''
}

function placeOf(config: Config, name: DatabaseName) {
  return { name, folder: config.paths.migrations }
}

function pathOf(config: Config, name: DatabaseName): string {
  return join(config.dataDir, `${name}.db`)
}
