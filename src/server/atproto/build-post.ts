// A draft → the record of a post (app.bsky.feed.post), with what the text mentions, links and tags found.
import { type Agent, type AppBskyFeedPost, RichText } from '@atproto/api'
import type { Draft } from '#types/draft.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'
import { isObject } from './to-embed.ts'

/** Limits of the lexicon. */
const maxGraphemes = 300
const maxBytes = 3000

type Ref = { uri: string; cid: string }
type Subject = Ref & { record: unknown }

/**
 * Builds the record. Posts that are answered or quoted are looked up here, so that root and parent are right.
 * @param now ms
 * @throws AppError 422 with what is wrong with the draft, 404 when the other post is gone, 502
 */
export async function buildPost(agent: Agent, draft: Draft, now: number): Promise<AppBskyFeedPost.Record> {
  const text = new RichText({ text: draft.text.trim() }, { cleanNewlines: true })
  checkLength(text, draft)
  const [subjects] = await Promise.all([fetchSubjects(agent, draft), askUpstream(text.detectFacets(agent))])
  const parent = draft.reply ? subjects(draft.reply) : undefined
  const quoted = draft.quote ? subjects(draft.quote) : undefined
  return {
    $type: 'app.bsky.feed.post',
    text: text.text,
    ...facetsOf(text),
    langs: [draft.lang],
    ...(parent ? { reply: { root: rootOf(parent), parent: refTo(parent) } } : {}),
    ...(quoted ? { embed: { $type: 'app.bsky.embed.record', record: refTo(quoted) } } : {}),
    createdAt: new Date(now).toISOString(),
  }
}

/** A mention of nobody gets an empty DID from the library, which no server takes: it stays text. */
function facetsOf({ facets = [] }: RichText): Pick<AppBskyFeedPost.Record, 'facets'> {
  const known = facets.filter(({ features }) => features.every((feature) => !('did' in feature) || feature.did !== ''))
  return known.length > 0 ? { facets: known } : {}
}

function checkLength(text: RichText, draft: Draft): void {
  const over = text.graphemeLength - maxGraphemes
  if (text.text === '' && !draft.quote) throw new AppError(422, 'There is nothing to post yet. Write something.')
  if (over > 0) throw new AppError(422, `${over} ${over === 1 ? 'character' : 'characters'} too many`)
  if (text.length > maxBytes) {
    throw new AppError(
      422,
      `The text takes ${text.length} bytes, and a post holds ${maxBytes}. Use fewer special characters.`,
    )
  }
}

async function fetchSubjects(agent: Agent, draft: Draft): Promise<(uri: string) => Subject> {
  const uris = [...new Set([draft.reply, draft.quote].filter((uri) => uri !== undefined))]
  const found = uris.length > 0 ? (await askUpstream(agent.app.bsky.feed.getPosts({ uris }))).data.posts : []
  const missing = uris.filter((uri) => !found.some((post) => post.uri === uri))
  const own = await Promise.all(missing.map((uri) => fetchOwn(agent, uri)))
  return (uri) => {
    const subject = [...found, ...own].find((post) => post?.uri === uri)
    if (!subject) throw new AppError(404, 'The post you write about is gone. Its author may have deleted it.')
    return subject
  }
}

/** A post the person made a moment ago is on their server before the AppView has it. */
async function fetchOwn(agent: Agent, uri: string): Promise<Subject | undefined> {
  const [repo, collection, rkey] = uri.slice('at://'.length).split('/')
  if (!repo || !collection || !rkey || repo !== agent.did) return undefined
  const answer = await agent.com.atproto.repo.getRecord({ repo, collection, rkey }).catch(() => undefined)
  return answer?.data.cid ? { uri, cid: answer.data.cid, record: answer.data.value } : undefined
}

function refTo({ uri, cid }: Ref): Ref {
  return { uri, cid }
}

/** The root that the parent names, or the parent itself when it begins the thread. */
function rootOf(parent: Subject): Ref {
  const reply = isObject(parent.record) ? parent.record.reply : undefined
  const root = isObject(reply) ? reply.root : undefined
  const isRef = isObject(root) && typeof root.uri === 'string' && typeof root.cid === 'string'
  return isRef ? refTo(root as Ref) : refTo(parent)
}
