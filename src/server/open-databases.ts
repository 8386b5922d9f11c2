// Opens the databases of the data folder: one's own for writing, another process's for reading; main.db maybe elsewhere.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type DatabaseName, openDatabase, openReplicated } from '#db/client.ts'
import { migrateUp, openMigrated } from '#db/migrate.ts'
import type { Config } from './config.ts'
import { DatabaseError, endWhenDamaged } from './integrity/end-process.ts'

/** How long a reader waits at start for the writer's migrations, in ms. */
const patience = 60_000
/** How often a copy of main.db is brought up to date with its server, in ms. */
const copyEvery = 1000

type Tell = (error: unknown) => void

/** Opens a database that this process writes, and brings it up to date. @throws DatabaseError */
export async function openOwned<Name extends DatabaseName>(config: Config, log: Logger, name: Name) {
  return opening(config, log, name, async (onError) => {
    const db = await openDatabase(name, `file:${pathOf(config, name)}`, { access: 'write', onError })
    await bringUp(config, log, name, db)
    return db
  })
}

/** Opens for reading a database that another process writes. @throws DatabaseError */
export function openOther<Name extends DatabaseName>(config: Config, log: Logger, name: Name) {
  const place = { name, folder: config.paths.migrations }
  return opening(config, log, name, (onError) => openMigrated(place, pathOf(config, name), patience, onError))
}

/** main.db for the process `web`, which writes it, or `stream`, which reads it. @throws DatabaseError */
export async function openMain(config: Config, log: Logger, process: 'web' | 'stream') {
  const { database } = config
  if (!database) return process === 'web' ? openOwned(config, log, 'main') : openOther(config, log, 'main')
  return opening(config, log, 'main', async (onError) => {
    const file = join(config.dataDir, copyOf(process))
    const onLink = (isUp: boolean, error: unknown) => {
      if (isUp) log.info('the database server answers again')
      else log.error({ err: error }, 'the database server does not answer: reading goes on, nothing can be written')
    }
    const db = await openReplicated({ ...database, file, every: copyEvery, onError, onLink })
    await bringUp(config, log, 'main', db)
    return db
  })
}

/** The file of a process's copy of main.db. */
export function copyOf(process: 'web' | 'stream'): string {
  return `main-copy-${process}.db`
}

async function bringUp(config: Config, log: Logger, name: DatabaseName, db: Parameters<typeof migrateUp>[0]) {
  const applied = await migrateUp(db, { name, folder: config.paths.migrations }, Date.now())
  if (applied.length > 0) log.info({ database: name, applied }, 'database migrated')
}

/** Until it is open errors are thrown; from then on the process ends when the file turns out to be damaged. */
async function opening<Database>(
  config: Config,
  log: Logger,
  name: DatabaseName,
  open: (onError: Tell) => Promise<Database>,
): Promise<Database> {
  let isOpen = false
  const end = endWhenDamaged(config, log, name)
  try {
    const db = await open((error) => isOpen && end(error))
    isOpen = true
    return db
  } catch (error) {
    throw new DatabaseError(name, error)
  }
}

function pathOf(config: Config, name: DatabaseName): string {
  return join(config.dataDir, `${name}.db`)
}
