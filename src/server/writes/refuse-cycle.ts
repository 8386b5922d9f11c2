// Feeds of this box that take from each other must not end where they began.
import { findFeedByRecord, readFeedParts } from '#db/queries/feeds.ts'
import type { Definition } from '#feeds/definition.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { describeCycle, findCycle, listTakenFeeds } from '#feeds/find-cycle.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

/** Feeds that are looked at: no chain that is allowed needs more, and a save must not take long. */
const mostRead = 300

/**
 * @param feed what is to be saved with `definition`
 * @throws AppError 422 with `mistakes` when the feed would take from itself
 */
export async function refuseCycle(
  ctx: WebContext,
  feed: { ownerDid: string; slug: string; title: string },
  definition: Definition,
): Promise<void> {
  const uri = `at://${feed.ownerDid}/app.bsky.feed.generator/${feed.slug}`
  const titles = new Map([[uri, feed.title]])
  const taken = new Map<string, string[]>()
  const waiting = listTakenFeeds(definition)
  for (let next = waiting.shift(); next !== undefined && taken.size < mostRead; next = waiting.shift()) {
    if (taken.has(next) || next === uri) continue
    const [, , did = '', , slug = ''] = next.split('/')
    const row = await findFeedByRecord(ctx.main, did, slug)
    const read = row && fromRows(await readFeedParts(ctx.main, row.id))
    const uris = read && 'definition' in read ? listTakenFeeds(read.definition) : []
    if (row && row.ownerDid === feed.ownerDid) titles.set(next, row.title)
    taken.set(next, uris)
    waiting.push(...uris)
  }
  const cycle = findCycle(uri, definition, (one) => taken.get(one) ?? [])
  if (cycle === undefined) return
  const at = definition.sources.findIndex((source) => source.type === 'feed' && source.uri === cycle.path[1])
  const message = describeCycle(cycle, (one) => titles.get(one))
  throw new AppError(422, message, { mistakes: [{ path: `definition.sources.${at}.uri`, message }] })
}
