// A feed of the network and its posts, as its generator ranks them.
import type { NetworkFeed } from '#types/network-feed.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toNetworkFeed } from '../atproto/to-network-feed.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { findDid } from './find-did.ts'
import { openLens } from './open-lens.ts'

const limit = 30

export type NetworkFeedRequest = { actor: string; rkey: string; cursor: string | undefined }

/**
 * The feed at `/profile/<actor>/feed/<rkey>` (app.bsky.feed.getFeedGenerator, app.bsky.feed.getFeed).
 * @throws AppError 404 when there is none, 400 with what its generator says when it fails, 502
 */
export async function readNetworkFeed(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, rkey, cursor }: NetworkFeedRequest,
): Promise<{ feed: NetworkFeed; timeline: Timeline }> {
  if (!/^[A-Za-z0-9._:~-]{1,512}$/.test(rkey)) throw new AppError(404, 'Its address is wrong.')
  const { agent, lens } = await openLens(ctx, viewer)
  const did = await findDid(ctx, viewer, actor)
  const uri = `at://${did}/app.bsky.feed.generator/${rkey}`
  const [generator, page] = await Promise.all([
    askUpstream(agent.app.bsky.feed.getFeedGenerator({ feed: uri })),
    askUpstream(agent.app.bsky.feed.getFeed({ feed: uri, limit, cursor })),
  ])
  const { feed: items, cursor: next } = page.data
  const timeline = { slices: toSlices(items, lens, { context: 'line' }), cursor: items.length > 0 ? next : undefined }
  return { feed: toNetworkFeed(generator.data.view), timeline }
}
