// `skypanel db …`
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { checkDatabase, findOrphans, packDatabase } from '#db/copy-database.ts'
import { listBackups } from '../backup/make-backup.ts'
import { readConfig } from '../config.ts'
import { describeDamage, describeTrouble } from '../integrity/describe-trouble.ts'
import { type Command, Failure } from './command.ts'
import { findRunning } from './find-running.ts'

const names = ['main', 'cache', 'index']

/** Ends with 1 when a file is damaged. */
export const check: Command = {
  usage: '',
  help: 'Reads every page of main.db, cache.db and index.db. SkyPanel may run meanwhile.',
  async run({ environment, terminal }) {
    const { dataDir, backups } = readConfig(environment)
    const files = names.map((name) => `${name}.db`).filter((name) => existsSync(join(dataDir, name)))
    if (files.length === 0) throw new Failure(`There are no databases in ${dataDir}.`)
    const found: { database: string; damages: string[]; orphans: string[] }[] = []
    const [newest] = await listBackups(backups.folder)
    for (const [index, name] of files.entries()) {
      terminal.progress(name, index, files.length)
      found.push({ database: name.slice(0, -'.db'.length), ...(await read(join(dataDir, name))) })
    }
    for (const { database, damages, orphans } of found) {
      const state = damages.length > 0 ? terminal.paint('red', 'damaged') : terminal.paint('green', 'sound')
      const cure = damages.length > 0 ? [describeDamage(database, '', newest).cure] : []
      const lines = [...damages, ...orphans, ...cure].map((line) => `\n  ${line}`)
      terminal.say(`${`${database}.db`.padEnd(8)}  ${state}${lines.join('')}`)
    }
    terminal.json(found)
    return found.every(({ damages, orphans }) => damages.length + orphans.length === 0) ? 0 : 1
  },
}

/** @throws Failure when the file cannot be read now */
async function read(file: string) {
  try {
    const damages = await checkDatabase(file)
    return { damages, orphans: damages.length > 0 ? [] : await findOrphans(file) }
  } catch (error) {
    const words = describeTrouble(basename(file, '.db'), error)
    throw words ? new Failure(`${words.found} ${words.cure}`, { cause: error }) : error
  }
}

export const vacuum: Command = {
  usage: '',
  help: 'Stop SkyPanel first. Each file takes as much room again while it is packed.',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    const running = await findRunning(config)
    if (running) throw new Failure(`SkyPanel runs at ${running}. Stop it first.`)
    const sizes: Record<string, { before: number; after: number }> = {}
    for (const name of names) {
      const file = join(config.dataDir, `${name}.db`)
      if (!existsSync(file)) continue
      const before = statSync(file).size
      await packDatabase(file)
      sizes[`${name}.db`] = { before, after: statSync(file).size }
    }
    for (const [name, { before, after }] of Object.entries(sizes)) terminal.say(`${name}: ${before} → ${after} bytes`)
    terminal.json(sizes)
    return 0
  },
}
