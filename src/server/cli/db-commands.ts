// `skypanel db …`
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkDatabase, packDatabase } from '#db/copy-database.ts'
import { readConfig } from '../config.ts'
import { type Command, Failure } from './command.ts'
import { findRunning } from './find-running.ts'

const names = ['main', 'cache', 'index']

/** Ends with 1 when a file is damaged. */
export const check: Command = {
  usage: '',
  help: 'Reads every page of main.db, cache.db and index.db. SkyPanel may run meanwhile.',
  async run({ environment, terminal }) {
    const { dataDir } = readConfig(environment)
    const files = names.map((name) => `${name}.db`).filter((name) => existsSync(join(dataDir, name)))
    if (files.length === 0) throw new Failure(`There are no databases in ${dataDir}.`)
    const found: Record<string, string[]> = {}
    for (const [index, name] of files.entries()) {
      terminal.progress(name, index, files.length)
      found[name] = await checkDatabase(join(dataDir, name))
    }
    for (const [name, damages] of Object.entries(found)) {
      if (damages.length === 0) terminal.say(`${name.padEnd(8)}  ${terminal.paint('green', 'sound')}`)
      else
        terminal.say(
          `${name.padEnd(8)}  ${terminal.paint('red', 'damaged')}\n${damages.map((line) => `  ${line}`).join('\n')}\n${cure(name)}`,
        )
    }
    terminal.json(found)
    return Object.values(found).every((damages) => damages.length === 0) ? 0 : 1
  },
}

function cure(name: string): string {
  return name === 'main.db'
    ? '  Stop SkyPanel and bring back a backup: `skypanel backup --list`, `skypanel restore <backup>`.'
    : '  Stop SkyPanel and delete this file with its -wal and -shm: it is made again from the network.'
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
