// What other feeds hold that a feed which is being built takes from: those of this box, and those of elsewhere.
import { listFeedItems } from '#db/queries/feed-items.ts'
import { findFeedByRecord } from '#db/queries/feeds.ts'
import type { Definition } from '#feeds/definition.ts'
import { listTakenFeeds } from '#feeds/find-cycle.ts'
import { sourceKey } from '#feeds/lookups.ts'
import type { WindowCandidate } from '#feeds/preview-draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openPublicAgent } from '../atproto/open-agent.ts'
import { toCounted } from '../atproto/read-candidates.ts'
import type { WebContext } from '../context.ts'

/** Feeds that are looked at; posts of one of this box, of one of elsewhere; how long an answer is good (ms). */
const most = { feeds: 10, own: 300, strange: 50 }
const ttl = 60_000

export type PreviewBrought = {
  /** Keys of the feeds that hold a post: see Lookups. */
  broughtBy: (uri: string) => Iterable<string>
  posts: WindowCandidate[]
  /** Whether some feed did not answer. */
  isPartial: boolean
}

/** Asked as nobody, as it will be when the feed is made. */
export async function readPreviewBrought(
  ctx: WebContext,
  viewer: Viewer,
  definition: Definition,
): Promise<PreviewBrought> {
  const uris = listTakenFeeds(definition)
  const answers = await Promise.all(
    uris.slice(0, most.feeds).map(async (uri) => ({ uri, held: await readFeed(ctx, viewer, uri).catch(orNothing) })),
  )
  const keys = new Map<string, string[]>()
  const posts = new Map<string, WindowCandidate>()
  for (const { uri, held } of answers) {
    const key = sourceKey({ type: 'feed', uri }) ?? ''
    for (const one of held?.uris ?? []) keys.set(one, [...(keys.get(one) ?? []), key])
    for (const post of held?.posts ?? []) posts.set(post.uri, post)
  }
  const isPartial = uris.length > most.feeds || answers.some(({ held }) => held === undefined)
  return { broughtBy: (uri) => keys.get(uri) ?? [], posts: [...posts.values()], isPartial }
}

type Held = { uris: string[]; posts: WindowCandidate[] }

async function readFeed(ctx: WebContext, viewer: Viewer, uri: string): Promise<Held> {
  const [, , did = '', , slug = ''] = uri.split('/')
  const row = await findFeedByRecord(ctx.main, did, slug)
  if (row && (row.ownerId === viewer.userId || row.visibility === 'public')) {
    const items = await listFeedItems(ctx.index, row.id, { cursor: undefined, limit: most.own })
    return { uris: items.map((item) => item.uri), posts: [] }
  }
  if (row) return { uris: [], posts: [] }
  const posts = await ctx.memory.recall(`preview ${uri}`, ttl, () => askFeed(ctx, uri))
  return { uris: posts.map((post) => post.uri), posts }
}

/** app.bsky.feed.getFeed. */
async function askFeed(ctx: WebContext, feed: string): Promise<WindowCandidate[]> {
  const { data } = await askUpstream(openPublicAgent(ctx).app.bsky.feed.getFeed({ feed, limit: most.strange }))
  return toCounted(
    data.feed.map(({ post }) => post),
    ctx.now(),
  )
}

function orNothing(error: unknown): undefined {
  if (error instanceof AppError) return undefined
  throw error
}
