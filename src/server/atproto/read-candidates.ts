// Posts as the feed engine sees them: from the AppView by their address, or from a record that somebody sent.
import type { Agent } from '@atproto/api'
import { z } from 'zod'
import type { WindowCandidate } from '#feeds/preview-draft.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readPost } from '../ingest/read-post.ts'
import { askUpstream } from './ask-upstream.ts'
import { openPublicAgent } from './open-agent.ts'

const atOnce = 25
const viewSchema = z.object({
  uri: z.string(),
  author: z.object({ did: z.string() }),
  record: z.record(z.string(), z.unknown()),
})

/**
 * Asks for posts as nobody (app.bsky.feed.getPosts). Those that are gone, or not for everybody, are left out.
 * @throws AppError as the AppView answers
 */
export async function askCandidates(ctx: WebContext, uris: string[]): Promise<Map<string, CandidatePost>> {
  const found = new Map<string, CandidatePost>()
  for (let at = 0; at < uris.length; at += atOnce) {
    const { posts } = (await askUpstream(openPublicAgent(ctx).getPosts({ uris: uris.slice(at, at + atOnce) }))).data
    for (const post of posts) {
      const view = viewSchema.safeParse(post)
      if (!view.success) continue
      const { uri, author, record } = view.data
      const read = readRecord(record, { uri, did: author.did }, ctx.now())
      if ('post' in read) found.set(uri, read.post)
    }
  }
  return found
}

type PostView = Awaited<ReturnType<Agent['getPosts']>>['data']['posts'][number]

/** Asks for posts as `agent` (app.bsky.feed.getPosts), with what they have got. @throws AppError as the AppView answers */
export async function askCounted(agent: Agent, uris: string[], now: number): Promise<WindowCandidate[]> {
  const parts: Promise<WindowCandidate[]>[] = []
  for (let at = 0; at < uris.length; at += atOnce) {
    const question = askUpstream(agent.getPosts({ uris: uris.slice(at, at + atOnce) }))
    parts.push(question.then(({ data }) => toCounted(data.posts, now)))
  }
  return (await Promise.all(parts)).flat()
}

/** Views that feeds can read. Their `id` is not above 0: they are of no window. */
export function toCounted(views: PostView[], now: number): WindowCandidate[] {
  return views.flatMap((post, at) => {
    const read = readRecord({ ...post.record }, { uri: post.uri, did: post.author.did }, now)
    if ('problem' in read) return []
    const { likeCount: likes = 0, repostCount: reposts = 0, replyCount: replies = 0, quoteCount: quotes = 0 } = post
    const indexedAt = Date.parse(post.indexedAt) || read.post.createdAt
    return [{ ...read.post, id: -at, indexedAt, likes, reposts, replies, quotes }]
  })
}

/** What a record of app.bsky.feed.post would be to feeds. Its time and type may be left out. */
export function readRecord(
  record: Record<string, unknown>,
  { uri, did }: { uri: string; did: string },
  now: number,
): { post: CandidatePost } | { problem: string } {
  const whole = { createdAt: new Date(now).toISOString(), ...record, $type: 'app.bsky.feed.post' }
  try {
    return { post: readCandidate(uri, did, readPost(whole, now)) }
  } catch (error) {
    if (error instanceof BadFrame) return { problem: `This is no post: ${error.message}.` }
    throw new AppError(422, 'A post cannot be read.', { cause: error })
  }
}
