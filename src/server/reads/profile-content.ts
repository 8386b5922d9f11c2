// What stands under a tab of a profile: what somebody posted, liked or made.
import type { ProfileContent, ProfileTab } from '#types/profile.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toMadeThings } from '../atproto/to-made-things.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { type Agent, openLens } from './open-lens.ts'
import { feedFilters } from './profile-tabs.ts'

/** How long a public page is good, in ms. */
const publicTtl = 15_000
const limit = 30

type Params = { actor: string; limit: number; cursor: string | undefined }
type Answer = { items: unknown[]; cursor: string | undefined }
type Question = (agent: Agent, params: Params) => Promise<Answer>

const authorFeed =
  (tab: keyof typeof feedFilters): Question =>
  async (agent, params) => {
    const includePins = tab === 'posts' && params.cursor === undefined
    const question = agent.app.bsky.feed.getAuthorFeed({ ...params, filter: feedFilters[tab], includePins })
    const { data } = await askUpstream(question)
    return { items: data.feed, cursor: data.cursor }
  }

const questions: Record<ProfileTab, Question> = {
  posts: authorFeed('posts'),
  replies: authorFeed('replies'),
  media: authorFeed('media'),
  video: authorFeed('video'),
  likes: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.feed.getActorLikes(params))
    return { items: data.feed, cursor: data.cursor }
  },
  feeds: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.feed.getActorFeeds(params))
    return { items: data.feeds, cursor: data.cursor }
  },
  lists: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.graph.getLists(params))
    return { items: data.lists, cursor: data.cursor }
  },
  packs: async (agent, params) => {
    const { data } = await askUpstream(agent.app.bsky.graph.getActorStarterPacks(params))
    return { items: data.starterPacks, cursor: data.cursor }
  },
}

/**
 * One page of what `tab` of `actor` lists (app.bsky.feed.getAuthorFeed, getActorLikes, getActorFeeds,
 * app.bsky.graph.getLists, getActorStarterPacks).
 * @throws AppError as upstream answers; 403 when one of the two has blocked the other, 404 for somebody else's likes
 */
export async function readProfileContent(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, tab, cursor }: { actor: string; tab: ProfileTab; cursor: string | undefined },
): Promise<ProfileContent> {
  const question = (own: Agent) => questions[tab](own, { actor, limit, cursor })
  const { agent, lens } = await openLens(ctx, viewer, question)
  const ask = () => question(agent)
  const answer = await (viewer ? ask() : ctx.memory.recall(`profile ${tab} ${actor} ${cursor ?? ''}`, publicTtl, ask))
  const next = answer.items.length > 0 ? answer.cursor : undefined
  if (tab === 'feeds' || tab === 'lists' || tab === 'packs')
    return { ...toMadeThings(tab, answer.items, lens), cursor: next }
  return { kind: 'posts', slices: toSlices(answer.items, lens, { context: 'line' }), cursor: next }
}
