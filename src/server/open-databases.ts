// Opens the databases of the data folder: one's own for writing, another process's for reading.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type DatabaseName, openDatabase } from '#db/client.ts'
import { migrateUp, openMigrated } from '#db/migrate.ts'
import type { Config } from './config.ts'
import { DatabaseError, endWhenDamaged } from './integrity/end-process.ts'

/** How long a reader waits at start for the writer's migrations, in ms. */
const patience = 60_000

/** Opens a database that this process writes, and brings it up to date. @throws DatabaseError */
export async function openOwned<Name extends DatabaseName>(config: Config, log: Logger, name: Name) {
  return opening(config, log, name, async (onError) => {
    const db = await openDatabase(name, `file:${pathOf(config, name)}`, { access: 'write', onError })
    const applied = await migrateUp(db, { name, folder: config.paths.migrations }, Date.now())
    if (applied.length > 0) log.info({ database: name, applied }, 'database migrated')
    return db
  })
}

/** Opens for reading a database that another process writes. @throws DatabaseError */
export function openOther<Name extends DatabaseName>(config: Config, log: Logger, name: Name) {
  const place = { name, folder: config.paths.migrations }
  return opening(config, log, name, (onError) => openMigrated(place, pathOf(config, name), patience, onError))
}

/** Until it is open errors are thrown; from then on the process ends when the file turns out to be damaged. */
async function opening<Database>(
  config: Config,
  log: Logger,
  name: DatabaseName,
  open: (onError: (error: unknown) => void) => Promise<Database>,
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
