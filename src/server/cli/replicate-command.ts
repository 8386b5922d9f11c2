// `skypanel db replicate`: main.db of this box → the server of DATABASE_URL, and how its copies stand.
import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { checkDatabase } from '#db/copy-database.ts'
import { findDifferences, moveDatabase, TargetInUse } from '#db/move-database.ts'
import { type Config, readConfig } from '../config.ts'
import { copyOf } from '../open-databases.ts'
import { type Command, Failure, type Invocation } from './command.ts'
import { findRunning } from './find-running.ts'
import { hostOf, needAnswer } from './open-server-main.ts'

export const replicate: Command = {
  usage: '',
  help: 'Stop SkyPanel and set DATABASE_URL first. The server must be empty; what arrived\nis compared with what was sent. main.db is kept, under another name.',
  options: { status: { type: 'boolean', description: 'Change nothing: say whether the copies are as the server' } },
  async run(invocation) {
    const config = readConfig(invocation.environment)
    if (!config.database)
      throw new Failure('DATABASE_URL is not set: it names the libSQL server that main.db is to go to.')
    await needAnswer(config.database)
    return invocation.values.status ? tellStatus(invocation, config) : move(invocation, config)
  },
}

async function move({ terminal }: Invocation, config: Config): Promise<number> {
  const { dataDir, database } = config
  const file = join(dataDir, 'main.db')
  const running = await findRunning(config)
  if (running) throw new Failure(`SkyPanel runs at ${running}. Stop it first: what is written meanwhile would be lost.`)
  if (!existsSync(file)) throw new Failure(`There is no main.db in ${dataDir}: nothing is to be moved. Start SkyPanel.`)
  const [damage] = await checkDatabase(file)
  if (damage) throw new Failure(`main.db is damaged, so it was not moved: ${damage}. \`skypanel db check\` says more.`)
  if (!database) throw new Failure('DATABASE_URL is not set.')
  const rows = await moveDatabase(file, database, terminal.progress).catch((cause) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof TargetInUse)
      throw new Failure(
        `${hostOf(database.url)} is not empty, so nothing was changed: ${why}. Name an empty database in DATABASE_URL.`,
        { cause },
      )
    throw new Failure(`main.db was not moved, and is as it was: ${why}. The same command begins anew.`, { cause })
  })
  const kept = putAside(dataDir, file)
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  terminal.say(
    `${hostOf(database.url)} has main.db: ${Object.keys(rows).length} tables, ${total} rows, compared and equal.\nThe file is kept as ${kept}. To go back, unset DATABASE_URL and give it its name again.\nStart SkyPanel. Other boxes need this DATA_DIR/secrets.`,
  )
  terminal.json({ server: hostOf(database.url), rows, kept })
  return 0
}

/** So that nobody takes it for what people use. Copies of another database are thrown away. @returns its new name */
function putAside(dataDir: string, file: string): string {
  for (const process of ['web', 'stream'] as const) {
    for (const end of ['', '-wal', '-shm', '-info', '-client_wal_index'])
      rmSync(join(dataDir, `${copyOf(process)}${end}`), { force: true })
  }
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const kept = `${file}.moved-${stamp}`
  renameSync(file, kept)
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`)
  rmSync(`${file}-shm`, { force: true })
  return basename(kept)
}

/** Ends with 1 when a copy lacks something. */
async function tellStatus({ terminal }: Invocation, { dataDir, database }: Config): Promise<number> {
  if (!database) throw new Failure('DATABASE_URL is not set.')
  const copies = (['web', 'stream'] as const).map(copyOf).filter((name) => existsSync(join(dataDir, name)))
  const states: { copy: string; differs: string[] }[] = []
  for (const copy of copies) states.push({ copy, differs: await findDifferences(join(dataDir, copy), database) })
  terminal.say(`${hostOf(database.url)} answers.`)
  for (const { copy, differs } of states) {
    const state = differs.length === 0 ? terminal.paint('green', 'as the server') : `differs: ${differs.join(', ')}`
    terminal.say(`${copy.padEnd(20)} ${state}`)
  }
  if (states.length === 0) terminal.say('There are no copies here yet: SkyPanel makes them when it starts.')
  if (existsSync(join(dataDir, 'main.db')))
    terminal.note('There is a main.db here that is not used with DATABASE_URL: `skypanel db replicate` moves it.')
  terminal.json({ server: hostOf(database.url), copies: states })
  return states.every(({ differs }) => differs.length === 0) ? 0 : 1
}
