// Who likes a feed.
import type { NetworkFeed } from '#types/network-feed.ts'
import type { People } from '#types/person.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { type FeedAddress, findFeedUri, readNetworkFeedView } from './network-feed.ts'
import { openLens } from './open-lens.ts'

const limit = 50
/** How long a public page of people is good, in ms. */
const publicTtl = 30_000

/**
 * A page of the people who like the feed at `/profile/<actor>/feed/<rkey>` (app.bsky.feed.getLikes), and the feed.
 * @throws AppError 404 when there is no such feed, others as upstream answers
 */
export async function readFeedLikers(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { cursor, ...address }: FeedAddress & { cursor: string | undefined },
): Promise<{ feed: NetworkFeed; people: People }> {
  const { agent, lens } = await openLens(ctx, viewer)
  const uri = await findFeedUri(ctx, viewer, address)
  const ask = async () => (await askUpstream(agent.app.bsky.feed.getLikes({ uri, limit, cursor }))).data
  const [feed, data] = await Promise.all([
    readNetworkFeedView(ctx, viewer, uri),
    viewer ? ask() : ctx.memory.recall(`likers ${uri} ${cursor ?? ''}`, publicTtl, ask),
  ])
  const likes: { actor?: unknown }[] = Array.isArray(data.likes) ? data.likes : []
  const people = toPeople(
    likes.map((like) => like?.actor),
    lens,
  )
  return { feed, people: { ...people, cursor: likes.length > 0 ? data.cursor : undefined } }
}
