// Whose posts somebody asked to hear about, as the network says it, kept here for `stream` to look for.
import { replaceWatchedAuthors, type WatchedAuthor } from '#db/queries/watched-authors.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { isObject } from '../atproto/to-embed.ts'
import type { WebContext } from '../context.ts'

/** Nobody can hear about more people than this. */
const most = 2000

/**
 * Asks for all of them (app.bsky.notification.listActivitySubscriptions), because other apps change them too.
 * @throws AppError as upstream answers; what was known stays
 */
export async function keepWatchedAuthors(ctx: WebContext, viewer: Viewer): Promise<void> {
  const agent = await openAgent(ctx, viewer)
  const authors: WatchedAuthor[] = []
  let cursor: string | undefined
  do {
    const question = agent.app.bsky.notification.listActivitySubscriptions({ limit: 100, cursor })
    const { data } = await askUpstream(question)
    authors.push(...data.subscriptions.flatMap(toAuthor))
    cursor = data.subscriptions.length > 0 && data.cursor !== cursor ? data.cursor : undefined
  } while (cursor !== undefined && authors.length < most)
  await replaceWatchedAuthors(ctx.main, viewer.userId, authors)
}

/** app.bsky.actor.defs#profileView, with what was asked for in `viewer.activitySubscription`. */
function toAuthor(view: unknown): WatchedAuthor[] {
  if (!isObject(view) || typeof view.did !== 'string' || !isObject(view.viewer)) return []
  const wanted = view.viewer.activitySubscription
  if (!isObject(wanted) || (wanted.post !== true && wanted.reply !== true)) return []
  return [{ authorDid: view.did, withReplies: wanted.reply === true }]
}
