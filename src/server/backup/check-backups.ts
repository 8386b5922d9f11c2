// Whether the backups are as they should be, in a sentence.
import type { Config } from '../config.ts'
import { listBackups, timeOfBackup } from './make-backup.ts'
import { readSending } from './sending-state.ts'

const hour = 3_600_000
/** Missing one or two is no alarm: the machine may have been off. */
const leastPatience = 48 * hour

export async function checkBackups(
  { backups, dataDir }: Pick<Config, 'backups' | 'dataDir'>,
  now: number,
): Promise<{ ok: boolean; says: string }> {
  const problem = backups.store && readSending(dataDir)?.problem
  if (problem !== undefined) return { ok: false, says: `They are not sent away: ${problem}` }
  const [newest] = await listBackups(backups.folder)
  if (newest === undefined)
    return { ok: true, says: backups.everyHours === 0 ? 'There are none.' : 'There are none yet.' }
  const age = now - timeOfBackup(newest)
  const hours = Math.round(age / hour)
  const words =
    age < hour ? 'less than an hour' : age < leastPatience ? `${hours} hours` : `${Math.round(hours / 24)} days`
  const says = `The newest is ${words} old.`
  const isLate = backups.everyHours > 0 && age > Math.max(leastPatience, 3 * backups.everyHours * hour)
  return { ok: !isLate, says }
}
