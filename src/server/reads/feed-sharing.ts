// How an own feed is shared: who may see its page, and the addresses that lead to it.
import type { FeedSharing } from '#types/feed-sharing.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed, toFeed } from './own-feeds.ts'

/** @throws AppError 404 when there is no such feed of the viewer's */
export async function readFeedSharing(ctx: WebContext, viewer: Viewer, id: number): Promise<FeedSharing> {
  const row = await requireOwnFeed(ctx, viewer, id)
  const feed = toFeed(row)
  const { visibility, secretKey } = row
  const { isPersonal } = await ctx.readerRules(row)
  const query = visibility === 'secret' && secretKey ? `?${new URLSearchParams({ key: secretKey })}` : ''
  const at = (path: string) => new URL(`${feed.href}${path}${query}`, ctx.config.publicUrl).href
  const documents = [
    { name: 'RSS', address: at('/rss.xml') },
    { name: 'Atom', address: at('/atom.xml') },
    { name: 'JSON Feed', address: at('/feed.json') },
  ]
  const hasPosts = visibility !== 'private' && !isPersonal
  return { feed, visibility, isPersonal, page: at(''), documents: hasPosts ? documents : [] }
}
