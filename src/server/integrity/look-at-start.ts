// Before any process opens them: are the databases sound? What can be made again is thrown away if not.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { inspectDatabase } from '#db/inspect-database.ts'
import { listBackups } from '../backup/make-backup.ts'
import type { Config } from '../config.ts'
import { describeDamage, describeTrouble, type TroubleWords } from './describe-trouble.ts'
import { copies, isMarked, throwAway } from './marks.ts'

/**
 * A look that takes a moment, at files that no process has open.
 * @returns why main.db is not served; undefined when it is sound, or there is none yet
 */
export async function lookAtStart(
  { dataDir, backups, database }: Config,
  log: Logger,
): Promise<TroubleWords | undefined> {
  for (const name of ['cache', 'index', ...copies]) {
    const damage = isMarked(dataDir, name) ? 'it was found damaged while it was in use' : await look(dataDir, name, log)
    if (damage === undefined) continue
    throwAway(dataDir, name)
    log.warn({ database: name, damage }, `${name}.db is damaged; thrown away, it is made again by itself`)
  }
  if (database) return undefined
  const damage = await look(dataDir, 'main', log)
  if (damage === undefined) return undefined
  const [newest] = await listBackups(backups.folder)
  return describeDamage('main', damage, newest)
}

/** A file that cannot be read now is left to the process that opens it: that waits, and says why. */
async function look(dataDir: string, name: string, log: Logger): Promise<string | undefined> {
  try {
    return await inspectDatabase(join(dataDir, `${name}.db`))
  } catch (error) {
    log.warn({ database: name, ...describeTrouble(name, error) }, `${name}.db cannot be looked at`)
    return undefined
  }
}
