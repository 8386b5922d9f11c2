// Who liked and reposted a post, and what was said in quoting it.
import type { Post } from '#types/post.ts'
import type { PeopleReactions, QuoteReactions, Reaction } from '#types/reactions.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople } from '../atproto/to-person.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { findDid } from './find-did.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { openLens } from './open-lens.ts'
import { type PostAddress, refusePost, toPostUri } from './thread.ts'

const limit = 50
const quoteLimit = 30
/** How long a public page of a list is good, in ms. */
const publicTtl = 30_000

type Agent = Awaited<ReturnType<typeof openLens>>['agent']
type Params = { uri: string; cursor: string | undefined }
type Page = { items: unknown[]; cursor: string | undefined }

const questions: Record<Reaction, (agent: Agent, params: Params) => Promise<Page>> = {
  'liked-by': async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.feed.getLikes({ ...params, limit }))
    return { items: data.likes.map(({ actor }) => actor), cursor: data.cursor }
  },
  'reposted-by': async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.feed.getRepostedBy({ ...params, limit }))
    return { items: data.repostedBy, cursor: data.cursor }
  },
  quotes: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.feed.getQuotes({ ...params, limit: quoteLimit }))
    return { items: data.posts, cursor: data.cursor }
  },
}

export type ReactionRequest = PostAddress & { cursor: string | undefined }

/** The part of an address that names a list of people. Throws AppError 404 for any other. */
export function parseReaction(name: string | undefined): Exclude<Reaction, 'quotes'> {
  if (name === 'liked-by' || name === 'reposted-by') return name
  throw new AppError(404, 'There is nothing at this address.')
}

/**
 * One page of who liked or reposted a post (app.bsky.feed.getLikes, getRepostedBy), and the post.
 * @throws AppError 404 when the post is gone, 403 when the viewer may not see it, others as upstream answers
 */
export async function readPeopleReactions(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: ReactionRequest & { reaction: Exclude<Reaction, 'quotes'> },
): Promise<PeopleReactions> {
  const { post, page, lens } = await read(ctx, viewer, request)
  return { post, people: { ...toPeople(page.items, lens), cursor: page.cursor } }
}

/**
 * One page of the posts that quote a post (app.bsky.feed.getQuotes), newest first, and the post.
 * @throws AppError as readPeopleReactions
 */
export async function readQuotes(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: ReactionRequest,
): Promise<QuoteReactions> {
  const { post, page, lens } = await read(ctx, viewer, { ...request, reaction: 'quotes' })
  const items = page.items.map((quote) => ({ post: quote }))
  return { post, quotes: { slices: toSlices(items, lens, { context: 'line' }), cursor: page.cursor } }
}

async function read(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, rkey, cursor, reaction }: ReactionRequest & { reaction: Reaction },
) {
  toPostUri({ actor, rkey })
  const did = await findDid(ctx, viewer, actor)
  const uri = toPostUri({ actor: did, rkey })
  const { agent, lens } = await openLens(ctx, viewer)
  const ask = () => questions[reaction](agent, { uri, cursor })
  const share = () => ctx.memory.recall(`${reaction} ${uri} ${cursor ?? ''}`, publicTtl, ask)
  const [posts, { items, cursor: next }] = await Promise.all([
    hydratePosts(ctx, viewer, [uri]),
    viewer ? ask() : share(),
  ])
  const page = { items, cursor: items.length > 0 ? next : undefined }
  return { post: postOf(posts.get(uri)), page, lens }
}

/** What is held back from lists may be opened here as in its thread, behind its veil. */
function postOf(post: Post | { kind: 'gone'; reason: Parameters<typeof refusePost>[0] } | undefined): Post {
  if (post?.kind === 'post') return post
  throw refusePost(post?.reason ?? 'not-found')
}
