// Pins a feed or list to the viewer's home page, saves it, or lets go of it.
import type { Shelf } from '#types/saved-feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { changeSavedFeeds } from '../atproto/change-saved-feeds.ts'
import { createTid } from '../atproto/create-tid.ts'
import { updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'

const types = { 'app.bsky.feed.generator': 'feed', 'app.bsky.graph.list': 'list' } as const

/**
 * Makes the feed or list `uri` stand on `shelf` in the viewer's preferences.
 * @throws AppError 400 for what is neither feed nor list, others as the person's server answers
 */
export async function saveFeed(ctx: WebContext, viewer: Viewer, uri: string, shelf: Shelf): Promise<{ shelf: Shelf }> {
  const collection = uri.split('/')[3] ?? ''
  const type = types[collection as keyof typeof types]
  if (!type) throw new AppError(400, 'Only feeds and lists can be saved.')
  const id = createTid(ctx.now())
  await updatePreferences(ctx, viewer, (preferences) => changeSavedFeeds(preferences, { uri, type, shelf, id }))
  return { shelf }
}
