// Makes a feed, and makes another one like it.
import { randomBytes } from 'node:crypto'
import { type FeedChoices, createFeed as insertFeed } from '#db/queries/change-feeds.ts'
import { listOwnFeeds } from '#db/queries/feeds.ts'
import { toRows } from '#feeds/definition-rows.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import { makeSlug } from '#feeds/make-slug.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { readOwnFeed } from '../reads/own-feed.ts'
import { resolveSearches } from '../reads/resolve-searches.ts'
import { checkFeed } from './check-feed.ts'
import { type FeedOptions, toColumns } from './feed-options.ts'

const mostFeeds = 100
/** app.bsky.feed.generator: graphemes of `displayName`. */
const titleLimit = 24

export type MadeFeed = { id: number; slug: string }

/**
 * Makes a feed of the viewer's, not published. It fills from now on.
 * @throws AppError 409 when the viewer has too many, 422 with `mistakes` for what is not theirs to use
 */
export async function createFeed(
  ctx: WebContext,
  viewer: Viewer,
  { title, description, definition }: FeedDraft,
  options: FeedOptions = {},
): Promise<MadeFeed> {
  await checkFeed(ctx, viewer, { definition, options })
  const resolved = await resolveSearches(ctx, viewer, definition)
  return insert(ctx, viewer, { title, description, definition: resolved }, toColumns(options))
}

/**
 * Makes a feed like one of the viewer's own, not published and seen by nobody else until they say so.
 * @throws AppError 404 no such feed, 422 when it cannot be read any more, others as createFeed does
 */
export async function duplicateFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<MadeFeed> {
  const { row, draft } = await readOwnFeed(ctx, viewer, id)
  if (draft === undefined) throw new AppError(422, 'What this feed takes cannot be read, so it cannot be copied.')
  const { contentMode, avatar, acceptsInteractions } = row
  const title = [...new Intl.Segmenter().segment(`Copy of ${draft.title}`)].slice(0, titleLimit)
  const copy = {
    ...draft,
    title: title
      .map(({ segment }) => segment)
      .join('')
      .trim(),
  }
  return insert(ctx, viewer, copy, { contentMode, avatar, acceptsInteractions, visibility: 'private' })
}

async function insert(
  ctx: WebContext,
  viewer: Viewer,
  { title, description, definition }: FeedDraft,
  choices: Partial<FeedChoices>,
): Promise<MadeFeed> {
  requireMaker(viewer)
  const own = await listOwnFeeds(ctx.main, viewer.userId)
  if (own.length >= mostFeeds) throw new AppError(409, `You have ${mostFeeds} feeds. Delete one to make another.`)
  for (let attempt = 0; attempt < 5; attempt++) {
    const slug = makeSlug(title, randomBytes(6))
    const feed = { slug, title, description, ...choices }
    const id = await insertFeed(ctx.main, viewer.userId, feed, toRows(definition), ctx.now())
    if (id !== undefined) return { id, slug }
  }
  throw new Error('No free slug in five attempts')
}
