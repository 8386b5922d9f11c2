// A feed of the network and its posts, as its generator ranks them.
import type { NetworkFeed } from '#types/network-feed.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toNetworkFeed } from '../atproto/to-network-feed.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { findRecordUri } from './record-address.ts'
import { sayMissing } from './say-missing.ts'

const limit = 30
/** How long a public page of a feed is good, in ms. */
const feedTtl = 15_000
/** How long what a feed says of itself is good, in ms. */
const viewTtl = 60_000
const gone = 'There is no such feed. Whoever made it may have deleted it.'

type Agent = Awaited<ReturnType<typeof openLens>>['agent']
export type FeedAddress = { actor: string; rkey: string }

/** `silence` says why there are no posts: the feed's own server fails. */
export type NetworkFeedPage = { feed: NetworkFeed; timeline?: Timeline | undefined; silence?: string | undefined }

/**
 * The feed at `/profile/<actor>/feed/<rkey>` and a page of its posts (app.bsky.feed.getFeed), asked for side by side;
 * no posts where something bars the way to the feed, or where its generator fails.
 * @throws AppError 404 when there is no such feed, 502 when the AppView does not answer
 */
export async function readNetworkFeed(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, rkey, cursor }: FeedAddress & { cursor: string | undefined },
): Promise<NetworkFeedPage> {
  const { agent, lens } = await openLens(ctx, viewer)
  const uri = await findFeedUri(ctx, viewer, { actor, rkey })
  const ask = async () => (await askUpstream(agent.app.bsky.feed.getFeed({ feed: uri, limit, cursor }))).data
  const posts = (viewer ? ask() : ctx.memory.recall(`feed ${uri} ${cursor ?? ''}`, feedTtl, ask)).then(
    ({ feed: items, cursor: next }) => ({
      timeline: { slices: toSlices(items, lens, { context: 'line' }), cursor: items.length > 0 ? next : undefined },
    }),
    (error: unknown) => ({ error }),
  )
  const feed = toNetworkFeed(await askGenerator(ctx, viewer, agent, uri), lens)
  const page = await posts
  if (feed.standing.bar) return { feed }
  return 'error' in page ? { feed, silence: describeSilence(page.error) } : { feed, timeline: page.timeline }
}

/** The feed with the at-uri `uri` alone. @throws AppError like readNetworkFeed */
export async function readNetworkFeedView(ctx: WebContext, viewer: Viewer | undefined, uri: string) {
  const { agent, lens } = await openLens(ctx, viewer)
  return toNetworkFeed(await askGenerator(ctx, viewer, agent, uri), lens)
}

/** The at-uri of the feed that an address names. @throws AppError 404 when there can be none */
export function findFeedUri(ctx: WebContext, viewer: Viewer | undefined, address: FeedAddress): Promise<string> {
  return findRecordUri(ctx, viewer, { ...address, collection: 'app.bsky.feed.generator' }).catch(sayMissing(gone))
}

/** Its view; app.bsky.feed.getFeedGenerators gives it even where the feed's server cannot be found. */
async function askGenerator(ctx: WebContext, viewer: Viewer | undefined, agent: Agent, uri: string) {
  const ask = async () => (await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds: [uri] }))).data.feeds[0]
  const view = await (viewer ? ask() : ctx.memory.recall(`generator ${uri}`, viewTtl, ask))
  if (!view) throw new AppError(404, gone)
  return view
}

/**
 * Why a feed's posts cannot be read, in a sentence. Upstream passes on what the feed's server said, whoever that is.
 * @throws what is no answer of the feed's: the end of the viewer's session, a pause that upstream asks for
 */
function describeSilence(error: unknown): string {
  if (!(error instanceof AppError) || error.cause === undefined || error.status === 429) throw error
  if (error.status === 401 || error.status === 403) return 'It answers only people it knows.'
  if (error.status >= 500) return 'The server that makes it is offline, or gives an answer that makes no sense.'
  return `The server that makes it refuses: ${error.message.replace(/^Your server said: /, '')}`
}
