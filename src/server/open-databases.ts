// Opens the databases of the data folder: one's own for writing, another process's for reading.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type DatabaseName, openDatabase } from '#db/client.ts'
import { migrateUp, openMigrated } from '#db/migrate.ts'
import type { Config } from './config.ts'

/** How long a reader waits at start for the writer's migrations, in ms. */
const patience = 60_000

/** Opens a database that this process writes, and brings it up to date. */
export async function openOwned<Name extends DatabaseName>(config: Config, log: Logger, name: Name) {
  const db = await openDatabase(name, `file:${pathOf(config, name)}`, { access: 'write' })
  const applied = await migrateUp(db, { name, folder: config.paths.migrations }, Date.now())
  if (applied.length > 0) log.info({ database: name, applied }, 'database migrated')
  return db
}

/** Opens for reading a database that another process writes. */
export function openOther<Name extends DatabaseName>(config: Config, name: Name) {
  return openMigrated({ name, folder: config.paths.migrations }, pathOf(config, name), patience)
}

function pathOf(config: Config, name: DatabaseName): string {
  return join(config.dataDir, `${name}.db`)
}
