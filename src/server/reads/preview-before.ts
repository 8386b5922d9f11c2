// Posts that the network tells of for a feed which is being built, where this box has too few of its own to try it with.
import type { Definition } from '#feeds/definition.ts'
import type { WindowCandidate } from '#feeds/preview-draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { askCounted } from '../atproto/read-candidates.ts'
import { listQuestions } from '../backfill/plan-backfill.ts'
import { readPostUris } from '../backfill/read-answer.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** Questions, people who are asked, posts of one answer and in all; how long an answer is good (ms). */
const most = { questions: 4, people: 6, ofAnswer: 50, posts: 150 }
const ttl = 60_000

/** `isPartial`: some question was not answered, or not all were asked. */
export type PostsBefore = { posts: WindowCandidate[]; isPartial: boolean }

/**
 * Asks in the viewer's name, in part, what will be asked when the feed is made: searches, threads, quotes, and what its
 * people wrote last. @param people DIDs of the sources
 * @throws AppError 401 when the viewer's session is gone
 */
export async function readPostsBefore(
  ctx: WebContext,
  viewer: Viewer,
  definition: Definition,
  people: string[],
): Promise<PostsBefore> {
  const { agent } = await openLens(ctx, viewer)
  const ofAuthor = (actor: string) => ({
    nsid: 'app.bsky.feed.getAuthorFeed',
    params: { actor },
    list: 'feed' as const,
  })
  const questions = listQuestions(definition)
  const asked = [...questions.slice(0, most.questions), ...people.slice(0, most.people).map(ofAuthor)]
  const recall = <Answer>(key: string, load: () => Promise<Answer>) =>
    ctx.memory.recall(`preview ${viewer.did} ${key}`, ttl, load).catch(orNothing)
  const answers = await Promise.all(
    asked.map(({ nsid, params, list }) =>
      recall(JSON.stringify([nsid, params]), async () => {
        const limit = list === 'thread' ? {} : { limit: most.ofAnswer }
        const { data } = await askUpstream(agent.call(nsid, { ...params, ...limit }))
        return readPostUris(data, list).slice(0, most.ofAnswer)
      }),
    ),
  )
  const uris = [...new Set(answers.flatMap((answer) => answer ?? []))].slice(0, most.posts)
  const posts = await recall(uris.join(' '), () => askCounted(agent, uris, ctx.now()))
  const isAll = questions.length <= most.questions && people.length <= most.people
  return { posts: posts ?? [], isPartial: !isAll || posts === undefined || answers.includes(undefined) }
}

function orNothing(error: unknown): undefined {
  if (error instanceof AppError && error.status !== 401) return undefined
  throw error
}
