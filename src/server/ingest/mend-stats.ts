// Keeps the statistics of authors right as days go by, within bounds, and clears what posts left behind. Slowly.
import { setTimeout as pause } from 'node:timers/promises'
import { forgetAuthors, mostAuthors, recalculateStats } from '#db/queries/author-stats.ts'
import { forgetRecordsOfNoPost } from '#db/queries/engagement.ts'
import type { Context } from '../context.ts'

/** Authors a step; ms between steps: 300,000 authors are gone through in half an hour. */
const slice = 300
const pace = 2000
const dayLength = 24 * 3600_000

/** Works until `signal` says stop. */
export async function mendStats({ index, log, now, jobs }: Context, signal: AbortSignal): Promise<void> {
  let author = ''
  let record = Number.MIN_SAFE_INTEGER

  async function mend(): Promise<void> {
    const day = Math.floor(now() / dayLength)
    author = (await recalculateStats(index, { after: author, day, limit: slice })) ?? ''
    record = (await forgetRecordsOfNoPost(index, record, slice)) ?? Number.MIN_SAFE_INTEGER
    if (author === '') await forgetAuthors(index, mostAuthors, slice)
  }

  while (!signal.aborted) {
    await pause(pace, undefined, { signal }).catch(() => {})
    if (!signal.aborted)
      await jobs
        .run('statistics of authors', pace, mend)
        .catch((error) => log.warn({ err: error }, 'statistics not mended; trying again'))
  }
}
