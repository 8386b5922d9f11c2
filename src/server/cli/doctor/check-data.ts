// The data folder: whether it can be written, is nobody else's, has room, and holds sound databases and fresh backups.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '#db/client.ts'
import { checkDatabase } from '#db/copy-database.ts'
import { listWritten, readApplied } from '#db/migrate.ts'
import { listBackups, timeOfBackup } from '../../backup/make-backup.ts'
import type { Config } from '../../config.ts'
import { describeDamage, describeTrouble } from '../../integrity/describe-trouble.ts'
import { readLastCheck } from '../../integrity/keep-checks.ts'
import { bad, doubtful, type Finding, good, reasonOf } from './finding.ts'

/** Bytes on the disk below which nothing can be written soon, and below which it is time to look. */
const room = { least: 200_000_000, enough: 2_000_000_000 }
const hour = 3_600_000

export async function checkData(config: Config, now: number): Promise<Finding[]> {
  const { dataDir } = config
  if (!existsSync(dataDir))
    return [doubtful('data', `There is no ${dataDir} yet.`, 'Start SkyPanel once: it makes the folder.')]
  const findings = [checkFolder(dataDir), checkSecrets(dataDir), await checkDisk(dataDir)]
  for (const name of ['main', 'cache', 'index'] as const) {
    if (existsSync(join(dataDir, `${name}.db`))) findings.push(await checkFile(config, name, now))
  }
  return [...findings, await checkBackups(config, now)]
}

function checkFolder(dataDir: string): Finding {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return bad(
      'data',
      `${dataDir} cannot be written by this user.`,
      `Give it to the user that runs SkyPanel: chown -R <user> ${dataDir}`,
    )
  }
  if (statSync(dataDir).mode & 0o077) {
    return doubtful('data', `${dataDir} can be read by others on this machine.`, `chmod 700 ${dataDir}`)
  }
  return good('data', `${dataDir} is ours alone.`)
}

function checkSecrets(dataDir: string): Finding {
  const folder = join(dataDir, 'secrets')
  if (!existsSync(folder)) return good('secrets', 'There are none yet: they are made on first run.')
  const open = readdirSync(folder).filter((name) => statSync(join(folder, name)).mode & 0o077)
  if (open.length === 0) return good('secrets', `${readdirSync(folder).length} keys, readable by their owner only.`)
  return bad('secrets', `Others on this machine can read ${open.join(', ')}.`, `chmod 600 ${folder}/*`)
}

/** Whether anything can be written soon. */
export async function checkDisk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const found = `${(free / 1e9).toFixed(1)} GB are free.`
  if (free < room.least)
    return bad(
      'disk',
      found,
      'Make room, or lower WINDOW_GIGABYTES and IMAGE_CACHE_MB: the firehose waits (DISK_RESERVE_MB), and soon nothing can be written.',
    )
  if (free < room.enough) return doubtful('disk', found, 'Make room, or lower WINDOW_GIGABYTES and IMAGE_CACHE_MB.')
  return good('disk', found)
}

async function checkFile(config: Config, name: 'main' | 'cache' | 'index', now: number): Promise<Finding> {
  const file = join(config.dataDir, `${name}.db`)
  const [newest] = await listBackups(config.backups.folder)
  try {
    const [damage] = await checkDatabase(file)
    if (damage) {
      const { found, cure } = describeDamage(name, damage, newest)
      return bad(`${name}.db`, found, cure)
    }
    const db = await openDatabase(name, `file:${file}`, { access: 'read' })
    const applied = await readApplied(db).finally(() => db.$client.close())
    const unknown = applied.filter((one) => !listWritten({ name, folder: config.paths.migrations }).includes(one))
    if (unknown.length === 0) return good(`${name}.db`, sayWhenChecked(config.dataDir, now))
    return bad(`${name}.db`, 'A newer SkyPanel has written it.', 'Start that version, or see docs/rollback.md.')
  } catch (error) {
    const words = describeTrouble(name, error, newest)
    return bad(`${name}.db`, words?.found ?? reasonOf(error), words?.cure ?? 'See docs/troubleshooting.md.')
  }
}

/** Every page has just been read; this says whether SkyPanel does so itself. */
function sayWhenChecked(dataDir: string, now: number): string {
  const last = readLastCheck(dataDir)
  return last ? `Sound. SkyPanel read it through ${Math.round((now - last.at) / (24 * hour))} days ago.` : 'Sound.'
}

async function checkBackups({ backups }: Config, now: number): Promise<Finding> {
  const [newest] = await listBackups(backups.folder)
  if (!newest)
    return doubtful(
      'backups',
      `There are none in ${backups.folder}.`,
      'Make one: `skypanel backup`. SkyPanel makes them by itself while BACKUP_EVERY_HOURS is not 0.',
    )
  const age = (now - timeOfBackup(newest)) / hour
  const found = `The newest is ${age < 48 ? `${Math.round(age)} hours` : `${Math.round(age / 24)} days`} old.`
  if (age > Math.max(48, backups.everyHours * 3))
    return doubtful('backups', found, 'Look into the log for why, or make one: `skypanel backup`.')
  return good('backups', found)
}
