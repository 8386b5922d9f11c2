// Changes a feed, goes back to what it was, and deletes it.
import { isDeepStrictEqual } from 'node:util'
import { notePublished, deleteFeed as removeFeed, updateFeed as replaceFeed } from '#db/queries/change-feeds.ts'
import { findFeedVersion, nextFeedVersion } from '#db/queries/feed-versions.ts'
import type { FeedRow } from '#db/queries/feeds.ts'
import { parseDefinition } from '#feeds/definition.ts'
import { toRows } from '#feeds/definition-rows.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { readOwnFeed } from '../reads/own-feed.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { resolveSearches } from '../reads/resolve-searches.ts'
import { checkFeed } from './check-feed.ts'
import { type FeedOptions, toColumns } from './feed-options.ts'
import { deleteGenerator, putGenerator } from './put-generator.ts'
import { refuseCycle } from './refuse-cycle.ts'

/** What is absent stays as it is. */
export type FeedChange = Partial<FeedDraft> & FeedOptions

/** Without `unchangedSince` (ms, the feed's `updatedAt`) a change is laid over whatever is there. */
export type ChangeCondition = { unchangedSince?: number | undefined }

/** What the record on the network says of a feed. */
const recorded = ['title', 'description', 'contentMode', 'avatar', 'acceptsInteractions'] as const

/**
 * Changes an own feed; posts that are in it stay. What it was is kept as a version, where its texts or its definition
 * change. A published feed's record follows.
 * @throws AppError 404 no such feed, 412 changed since, 422 with `mistakes` for what is not theirs to use, 401 or 502
 * when the record could not follow: the feed itself is changed then
 */
export async function updateFeed(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  change: FeedChange,
  { unchangedSince }: ChangeCondition = {},
): Promise<void> {
  requireMaker(viewer)
  const { title, description, definition: wanted, ...options } = change
  const definition = wanted && (await resolveSearches(ctx, viewer, wanted))
  await checkFeed(ctx, viewer, { definition, options })
  for (let attempt = 0; attempt < 5; attempt++) {
    const { row, draft } = await readOwnFeed(ctx, viewer, id)
    if (unchangedSince !== undefined && unchangedSince !== row.updatedAt) throw changedSince()
    if (definition) await refuseCycle(ctx, row, definition)
    const texts = { title: title ?? row.title, description: description ?? row.description }
    const isNew = !isDeepStrictEqual(draft, { ...texts, definition: definition ?? draft?.definition })
    const past = isNew && draft ? { ...draft, version: await nextFeedVersion(ctx.main, id) } : undefined
    const columns = { ...texts, ...toColumns(options, row) }
    const parts = definition && toRows(definition)
    const times = { updatedAt: row.updatedAt, now: ctx.now() }
    const outcome = await replaceFeed(ctx.main, viewer.userId, id, { ...columns, parts, past }, times)
    if (outcome !== 'changed') continue
    forgetPages(ctx, row)
    return follow(ctx, viewer, row)
  }
  throw changedSince()
}

/**
 * Makes an own feed what it was as `version`. What it is now is kept as a version.
 * @throws AppError 404 no such feed or version, 422 when this SkyPanel cannot read it, others as updateFeed does
 */
export async function restoreFeed(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  version: number,
  condition: ChangeCondition = {},
): Promise<void> {
  await requireOwnFeed(ctx, viewer, id)
  const past = Number.isSafeInteger(version) ? await findFeedVersion(ctx.main, viewer.userId, id, version) : undefined
  if (!past) throw new AppError(404, 'There is no such version of this feed. The newest fifty are kept.')
  const read = parseDefinition(past.definition)
  if ('mistakes' in read) throw new AppError(422, 'This version cannot be read any more.', read)
  const { title, description } = past
  await updateFeed(ctx, viewer, id, { title, description, definition: read.definition }, condition)
}

/**
 * Deletes an own feed; its record first, so that no record is left which nobody answers for.
 * @throws AppError 404 no such feed, 412 changed since, 401 or 502 the person's server
 */
export async function deleteFeed(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  { unchangedSince }: ChangeCondition = {},
): Promise<void> {
  const feed = await requireOwnFeed(ctx, viewer, id)
  if (unchangedSince !== undefined && unchangedSince !== feed.updatedAt) throw changedSince()
  if (feed.isPublished) await deleteGenerator(ctx, viewer, feed)
  await removeFeed(ctx.main, viewer.userId, id)
  forgetPages(ctx, feed)
}

/** Its pages are made once for everybody: what nobody may see any more is gone from them at once. */
function forgetPages({ snapshots }: WebContext, { slug }: FeedRow): void {
  for (const path of [`/f/${slug}`, `/embed/f/${slug}`]) snapshots.forget(path)
}

async function follow(ctx: WebContext, viewer: Viewer, before: FeedRow): Promise<void> {
  if (!before.isPublished) return
  const row = await requireOwnFeed(ctx, viewer, before.id)
  if (recorded.every((name) => row[name] === before[name])) return
  const record = await putGenerator(ctx, viewer, row)
  await notePublished(ctx.main, viewer.userId, row.id, record, ctx.now())
}

function changedSince(): AppError {
  return new AppError(412, 'This feed was changed elsewhere in the meantime. Look at it as it is now, then change it.')
}
