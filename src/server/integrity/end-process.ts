// How `web` and `stream` end when a database cannot be used: with words, and a code that says what is to be done.
import type { Logger } from 'pino'
import type { DatabaseName } from '#db/client.ts'
import { nameTrouble } from '#db/name-trouble.ts'
import { listBackups } from '../backup/make-backup.ts'
import type { Config } from '../config.ts'
import { describeTrouble, isRebuildable } from './describe-trouble.ts'
import { exitCodes } from './exit-codes.ts'
import { copies, markDamaged } from './marks.ts'

/** Why a database could not be opened, with its name: the words of SQLite say nothing of that. */
export class DatabaseError extends Error {
  readonly database: DatabaseName

  constructor(database: DatabaseName, cause: unknown) {
    super(`${database}.db cannot be used`, { cause })
    this.database = database
  }
}

/** For a process that cannot start: explains what it can, and ends it. @throws what it cannot explain */
export async function endAtStart(config: Config, log: Logger, error: unknown): Promise<never> {
  if (!(error instanceof DatabaseError) || nameTrouble(error.cause) === undefined) throw error
  return explainAndEnd(config, log, error.database, error.cause)
}

/** For a process that runs: ends it when a statement finds the file damaged, and leaves anything else alone. */
export function endWhenDamaged(config: Config, log: Logger, database: DatabaseName) {
  return (error: unknown): void => {
    if (nameTrouble(error) === 'damaged') void explainAndEnd(config, log, database, error)
  }
}

async function explainAndEnd(config: Config, log: Logger, database: DatabaseName, error: unknown): Promise<never> {
  const [newest] = await listBackups(config.backups.folder).catch(() => [])
  const words = describeTrouble(database, error, newest)
  log.fatal({ err: error, database, cure: words?.cure }, words?.found)
  if (nameTrouble(error) !== 'damaged') process.exit(1)
  const isCopy = database === 'main' && config.database !== undefined
  if (!isRebuildable(database) && !isCopy) process.exit(exitCodes.refused)
  const damage = error instanceof Error ? error.message : String(error)
  for (const name of isCopy ? copies : [database]) markDamaged(config.dataDir, name, damage)
  process.exit(exitCodes.rebuild)
}
