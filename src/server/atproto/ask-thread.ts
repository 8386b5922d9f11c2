// Asking for a thread: getPostThreadV2, or getPostThread of an AppView that does not have it.
import { type Agent, XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { askUpstream } from './ask-upstream.ts'
import { flattenThread } from './flatten-thread.ts'
import type { ReplyOrder } from './lens.ts'
import { readThreadItems, type ThreadItem } from './thread-items.ts'

export type ThreadQuestion = {
  uri: string
  /** Levels of replies. */
  below: number
  /** Replies to each reply; direct ones all come. */
  branching: number
  order: ReplyOrder
}

/** `hasOther`: more replies are held back, for `askOtherReplies`. `gate`: the threadgate’s record. */
export type ThreadAnswer = { items: ThreadItem[]; hasOther: boolean; gate?: unknown }

type Asked = Pick<WebContext, 'memory'>

const missingKey = 'no getPostThreadV2'
/** How long an AppView without the method is not asked for it (ms). */
const missingTtl = 10 * 60_000
/** The status that @atproto/xrpc gives to an answer against the lexicon. */
const invalidResponse = 2
/** What app.bsky.feed.getPostThread gives at most. */
const limits = { depth: 1000, parentHeight: 80 }

/**
 * The thread around a post.
 * @throws AppError 404 when the AppView does not have the post (as an item where it has V2), others as upstream answers
 */
export async function askThread(ctx: Asked, agent: Agent, question: ThreadQuestion): Promise<ThreadAnswer> {
  if (await ctx.memory.recall(missingKey, 0, async () => false)) return askOldThread(agent, question)
  const { uri, below, branching, order } = question
  const params = { anchor: uri, below, branchingFactor: branching, sort: order }
  const answer = await askUpstream(agent.app.bsky.unspecced.getPostThreadV2(params)).catch((error: unknown) => error)
  const failure = failureOf(answer)
  if (failure === 'missing') {
    ctx.memory.forget(missingKey)
    await ctx.memory.recall(missingKey, missingTtl, async () => true)
  }
  if (failure) return askOldThread(agent, question)
  if (answer instanceof Error) throw answer
  const { data } = answer as Awaited<ReturnType<typeof agent.app.bsky.unspecced.getPostThreadV2>>
  return { items: readThreadItems(data.thread), hasOther: data.hasOtherReplies === true, gate: data.threadgate?.record }
}

/** The direct replies that V2 holds back (getPostThreadOtherV2); none where it is not there to be asked. */
export async function askOtherReplies(agent: Agent, uri: string): Promise<ThreadItem[]> {
  const question = askUpstream(agent.app.bsky.unspecced.getPostThreadOtherV2({ anchor: uri }))
  const answer = await question.catch((error: unknown) => {
    if (failureOf(error)) return undefined
    throw error
  })
  return readThreadItems(answer?.data.thread)
}

async function askOldThread(agent: Agent, { uri, below, branching, order }: ThreadQuestion): Promise<ThreadAnswer> {
  const params = { uri, depth: Math.min(below + 1, limits.depth), parentHeight: limits.parentHeight }
  const { data } = await askUpstream(agent.app.bsky.feed.getPostThread(params))
  return { items: flattenThread(data.thread, { below, branching, order }), hasOther: false }
}

/** The method is `unspecced`: an AppView may not have it, or no longer answer as it did. */
function failureOf(error: unknown): 'missing' | 'broken' | undefined {
  if (!(error instanceof AppError) || !(error.cause instanceof XRPCError)) return undefined
  const { error: name } = error.cause
  const status: number = error.cause.status
  if (status === 501 || (status === 404 && name !== 'NotFound')) return 'missing'
  return status === invalidResponse ? 'broken' : undefined
}
