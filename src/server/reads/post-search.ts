// Posts that fit a search: asked for, checked, and put through the reader's rules.
import type { PostQuery, QueryProblem } from '#types/post-query.ts'
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import {
  askFirstSearch,
  askSecondSearch,
  fitsFirstSearch,
  type SearchAnswer,
  type SearchOrder,
  type SearchStep,
} from '../atproto/ask-search.ts'
import { fitsQuery } from '../atproto/fits-query.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { resolveQuery } from './resolve-query.ts'

type Agent = Awaited<ReturnType<typeof openLens>>['agent']
export type PostSearchRequest = { query: PostQuery; order: SearchOrder; cursor: string | undefined }
/** `isSifted`: the AppView could not say all of it, so SkyPanel went through what it gave. */
export type PostSearch = { timeline: Timeline; isSifted: boolean; problems: QueryProblem[] }

/** Posts asked for at a time. */
const limit = 30
/** So many are a page, even if more was left out. */
const enough = 10
/** How often a page asks when little of an answer fits. */
const mostSteps = 4
/** How long it is believed that an AppView has no searchPostsV2, in ms. */
const absenceTtl = 10 * 60_000

/**
 * One page of posts that fit `query` (app.bsky.feed.searchPosts, or searchPostsV2 for what only that can say).
 * `problems` names people nobody knows.
 * @throws AppError 403 when searching is for people who are signed in, else as upstream answers
 */
export async function searchPosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { query: asked, order, cursor }: PostSearchRequest,
): Promise<PostSearch> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { query, problems } = await resolveQuery(ctx, agent, viewer, asked)
  if (problems.length > 0) return { timeline: { slices: [] }, isSifted: false, problems }
  const [, way, place] = /^([12])~(.*)$/s.exec(cursor ?? '') ?? []
  const opening: SearchStep = { order, limit, cursor: place }
  const start = await begin(ctx, agent, viewer, query, opening, way).catch(rephrase(viewer))
  const posts: unknown[] = []
  let answer: SearchAnswer = start.answer
  for (let step = 1; ; step += 1) {
    const fitting = answer.posts.filter((post) => fitsQuery(post, query))
    posts.push(...fitting)
    const isThin = fitting.length < answer.posts.length && posts.length < enough
    if (!isThin || answer.cursor === undefined || step === mostSteps) break
    answer = await start.ask({ ...opening, cursor: answer.cursor }).catch(rephrase(viewer))
  }
  const slices = toSlices(
    posts.map((post) => ({ post })),
    lens,
    { context: 'line' },
  )
  const next = answer.cursor === undefined ? undefined : `${start.way}~${answer.cursor}`
  // Somebody who hides from strangers was not looked for.
  const shown = slices.filter(({ posts: [post] }) => post?.kind === 'post')
  return {
    timeline: { slices: shown, cursor: next },
    isSifted: start.way === '1' && !fitsFirstSearch(query),
    problems: [],
  }
}

/** Which search this AppView has for `query`, and its first answer. Later pages go the way the first one went. */
async function begin(
  ctx: WebContext,
  agent: Agent,
  viewer: Viewer | undefined,
  query: PostQuery,
  opening: SearchStep,
  way: string | undefined,
) {
  const askFirst = (step: SearchStep) => askFirstSearch(agent, query, step)
  const askSecond = async (step: SearchStep): Promise<SearchAnswer> =>
    (await askSecondSearch(agent, query, step)) ?? { posts: [], cursor: undefined }
  if (way === '2') return { way, ask: askSecond, answer: await askSecond(opening) }
  if (way === undefined && !fitsFirstSearch(query)) {
    let answer: SearchAnswer | undefined
    const isAbsent = await ctx.memory.recall(`no second search ${viewer?.did ?? ''}`, absenceTtl, async () => {
      answer = await askSecondSearch(agent, query, opening)
      return answer === undefined
    })
    if (!isAbsent) answer ??= await askSecondSearch(agent, query, opening)
    if (answer) return { way: '2', ask: askSecond, answer }
  }
  return { way: '1', ask: askFirst, answer: await askFirst(opening) }
}

function rephrase(viewer: Viewer | undefined) {
  return (error: unknown): never => {
    const isRefused = error instanceof AppError && (error.status === 403 || error.status === 401)
    if (viewer || !isRefused) throw error
    throw new AppError(403, 'Searching posts is for people who are signed in.', { cause: error })
  }
}
