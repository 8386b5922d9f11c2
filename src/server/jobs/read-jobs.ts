// What the box does by itself, as administrators look at it.
import { listBackfills } from '#db/queries/backfills.ts'
import { listFeedTitles } from '#db/queries/box-counts.ts'
import type { ShownBackfill, ShownJob } from '#types/job.ts'
import type { WebContext } from '../context.ts'
import { askStream } from '../metrics/stream-state.ts'
import { type BoxJob, listJobs } from './list-jobs.ts'

const descriptions: Record<string, string> = {
  backup: 'Copies main.db, the secrets and the files of drafts',
  'backup on demand': 'The same, because an administrator asked',
  'backup sending': 'Sends them to BACKUP_S3_URL as well',
  'scheduled posts': 'Sends posts whose time has come',
  'push messages': 'Tells browsers what happened',
  'feed statistics': 'Forgets what is old of who asked for feeds',
  samples: 'Writes down how the box is, for the charts',
  'update check': 'Asks whether there is a new version',
  window: 'Removes the oldest posts of the network’s window',
  'statistics of authors': 'Keeps counts right as days go by',
  integrity: 'Reads the databases and says whether they are sound',
}

/** Never done again by themselves. */
const once = new Set(['backup on demand'])

/** @throws Error when a database cannot be read */
export async function readJobs(ctx: WebContext): Promise<{ jobs: ShownJob[]; backfills: ShownBackfill[] }> {
  const stream = await askStream(ctx.config)
  const [jobs, rows] = await Promise.all([listJobs(ctx, stream), listBackfills(ctx.index)])
  const titles = await listFeedTitles(ctx.main)
  const backfills = rows.map(({ feedId, state, done, total, found, note, updatedAt }) => ({
    ...{ feedId, state, done, total, found },
    note: note ?? '',
    title: titles.get(feedId) ?? `Feed ${feedId}`,
    updated: toIso(updatedAt) ?? '',
  }))
  return { jobs: jobs.map(show), backfills }
}

function show({ name, process, lastRunAt, nextRunAt, took, problem, note }: BoxJob): ShownJob {
  const state = problem !== undefined ? 'bad' : lastRunAt === undefined ? 'waiting' : 'good'
  const result = problem ?? note ?? (lastRunAt === undefined ? 'not yet' : 'done')
  return {
    ...{ name, process, took, state, result },
    description: descriptions[name] ?? '',
    lastRun: toIso(lastRunAt),
    nextRun: once.has(name) ? undefined : toIso(nextRunAt),
  }
}

function toIso(at: number | null | undefined): string | undefined {
  return at === undefined || at === null ? undefined : new Date(at).toISOString()
}
