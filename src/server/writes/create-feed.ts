// Makes a feed.
import { randomBytes } from 'node:crypto'
import { createFeed as insertFeed } from '#db/queries/change-feeds.ts'
import { listOwnFeeds } from '#db/queries/feeds.ts'
import { toRows } from '#feeds/definition-rows.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import { makeSlug } from '#feeds/make-slug.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

const mostFeeds = 100

/**
 * Makes a feed of the viewer's, not published. It fills from now on.
 * @throws AppError 409 when the viewer has too many
 */
export async function createFeed(
  ctx: WebContext,
  viewer: Viewer,
  draft: FeedDraft,
): Promise<{ id: number; slug: string }> {
  const own = await listOwnFeeds(ctx.main, viewer.userId)
  if (own.length >= mostFeeds) throw new AppError(409, `You have ${mostFeeds} feeds. Delete one to make another.`)
  const { title, description, definition } = draft
  for (let attempt = 0; attempt < 5; attempt++) {
    const slug = makeSlug(title, randomBytes(6))
    const id = await insertFeed(ctx.main, viewer.userId, { slug, title, description }, toRows(definition), ctx.now())
    if (id !== undefined) return { id, slug }
  }
  throw new Error('No free slug in five attempts')
}
