// What this box does by itself, in all of its processes.
import { listBackups, timeOfBackup } from '../backup/make-backup.ts'
import { readSending } from '../backup/sending-state.ts'
import type { WebContext } from '../context.ts'
import type { StreamState } from '../metrics/stream-state.ts'
import type { JobState } from './create-jobs.ts'

/** `sentAt` of backups: when the newest was sent away (ms). */
export type BoxJob = JobState & { process: 'web' | 'stream' | 'supervisor'; sentAt?: number | undefined }

const hour = 3_600_000

/** Those of `web`, of `stream` as far as it answers, and the backups, which the supervisor makes. */
export async function listJobs(
  ctx: Pick<WebContext, 'config' | 'jobs'>,
  stream: StreamState | undefined,
): Promise<BoxJob[]> {
  return [
    await findBackupJob(ctx),
    ...findSendingJob(ctx),
    ...ctx.jobs.list().map((job) => ({ ...job, process: 'web' as const })),
    ...(stream?.jobs ?? []).map((job) => ({ ...job, process: 'stream' as const })),
  ]
}

/** A backup leaves a file, and one that fails leaves none: how it went is read off the folder. */
async function findBackupJob({ config }: Pick<WebContext, 'config'>): Promise<BoxJob> {
  const { folder, everyHours } = config.backups
  const [newest] = await listBackups(folder).catch(() => [])
  const lastRunAt = newest === undefined ? undefined : timeOfBackup(newest)
  const nextRunAt = everyHours === 0 || lastRunAt === undefined ? undefined : lastRunAt + everyHours * hour
  const note = newest ?? (everyHours === 0 ? 'switched off' : 'none yet')
  return { name: 'backup', process: 'supervisor', lastRunAt, nextRunAt, runs: 0, failures: 0, note }
}

/** Sending backups away, where that is set. */
function findSendingJob({ config: { backups, dataDir } }: Pick<WebContext, 'config'>): BoxJob[] {
  if (!backups.store) return []
  const { triedAt, sentAt, name, problem } = readSending(dataDir) ?? {}
  const note = name === undefined ? 'none yet' : `${name} is there`
  const times = { lastRunAt: triedAt, nextRunAt: problem === undefined ? undefined : (triedAt ?? 0) + hour }
  return [{ name: 'backup sending', process: 'supervisor', ...times, sentAt, runs: 0, failures: 0, problem, note }]
}
