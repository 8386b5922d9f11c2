// Pins a feed or list to the viewer's home page, saves it, or lets go of it.
import type { Shelf } from '#types/saved-feed.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { changeSavedFeeds } from '../atproto/change-saved-feeds.ts'
import { createTid } from '../atproto/create-tid.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

const types = { 'app.bsky.feed.generator': 'feed', 'app.bsky.graph.list': 'list' } as const

/**
 * Makes the feed or list `uri` stand on `shelf` in the viewer's preferences (app.bsky.actor.putPreferences). They are
 * one document: it is read and written in one go, one writer at a time.
 * @throws AppError 400 for what is neither feed nor list, others as the person's server answers
 */
export async function saveFeed(ctx: WebContext, viewer: Viewer, uri: string, shelf: Shelf): Promise<{ shelf: Shelf }> {
  const collection = uri.split('/')[3] ?? ''
  const type = types[collection as keyof typeof types]
  if (!type) throw new AppError(400, 'Only feeds and lists can be saved.')
  return ctx.acts.inTurn(`${viewer.did} preferences`, async () => {
    const agent = await openAgent(ctx, viewer)
    const { data } = await askUpstream(agent.app.bsky.actor.getPreferences({}))
    const before = data.preferences as unknown as Record<string, unknown>[]
    const after = changeSavedFeeds(before, { uri, type, shelf, id: createTid(ctx.now()) })
    const preferences = after as unknown as typeof data.preferences
    await askUpstream(agent.app.bsky.actor.putPreferences({ preferences }))
    ctx.memory.forget(`moderation ${viewer.did}`)
    return { shelf }
  })
}
