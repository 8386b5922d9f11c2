// A draft → the records of its posts (app.bsky.feed.post) and of their gates, in the order they are written.
import type { Agent, AppBskyFeedPost } from '@atproto/api'
import type { Composition, DraftPost } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { buildEmbed } from './build-embed.ts'
import { buildGates } from './build-gates.ts'
import { findSubjects, type Ref, rootOf } from './find-subjects.ts'
import { resolveText } from './read-text.ts'
import { recordCid } from './record-cid.ts'

export type NewRecord = { collection: string; rkey: string; value: Record<string, unknown> }

const collection = 'app.bsky.feed.post'

/**
 * Builds what is not in `known`, the posts of the draft that the person's server has already, by record key. Every post
 * after the first answers the one before it.
 * @param now ms; each post of a thread is a millisecond later than the one before
 * @throws AppError 404 and 403 for a post that is answered or quoted, 422 for media, 502
 */
export async function buildPosts(
  ctx: WebContext,
  agent: Agent,
  composition: Composition,
  { viewer, known, now }: { viewer: Viewer; known: Map<string, Ref>; now: number },
): Promise<NewRecord[]> {
  const { content, reply } = composition
  const subject = await findSubjects(agent, composition)
  const answered = reply ? subject(reply) : undefined
  let parent: Ref | undefined = answered && { uri: answered.uri, cid: answered.cid }
  let root: Ref | undefined = answered && rootOf(answered)
  const records: NewRecord[] = []
  for (const [at, post] of content.posts.entries()) {
    const uri = `at://${agent.did}/${collection}/${post.rkey}`
    let ref = known.get(post.rkey)
    if (!ref) {
      const createdAt = new Date(now + at).toISOString()
      const quoted = post.quote ? subject(post.quote) : undefined
      const body = await buildBody({ ctx, viewer, agent }, post, quoted && { uri: quoted.uri, cid: quoted.cid })
      const langs = content.langs.length > 0 ? { langs: content.langs } : {}
      const thread = root && parent ? { reply: { root, parent } } : {}
      const value = { $type: collection, ...body, ...langs, ...thread, createdAt }
      ref = { uri, cid: recordCid(value) }
      records.push({ collection, rkey: post.rkey, value }, ...buildGates(content, { uri, createdAt, isRoot: !root }))
    }
    root ??= ref
    parent = ref
  }
  return records
}

type Tools = { ctx: WebContext; viewer: Viewer; agent: Agent }

async function buildBody(tools: Tools, post: DraftPost, quote: Ref | undefined) {
  const { text, facets = [] } = await resolveText(tools.agent, post.text)
  const embed: AppBskyFeedPost.Record['embed'] = await buildEmbed(tools, { ...post, quote })
  const values = post.labels.map((val) => ({ val }))
  return {
    text,
    ...(facets.length > 0 ? { facets } : {}),
    ...(embed ? { embed } : {}),
    ...(values.length > 0 ? { labels: { $type: 'com.atproto.label.defs#selfLabels', values } } : {}),
  }
}
