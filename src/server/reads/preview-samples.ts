// A draft tried with made-up posts, and with one that somebody names.
import { explainEach } from '#feeds/preview-draft.ts'
import { makeSampleLookups, makeSamplePosts, sampleAuthors } from '#feeds/sample-posts.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import type { PreviewPost } from '#types/feed-preview.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPost } from '../atproto/to-post.ts'
import { loose } from '../backfill/read-answer.ts'
import type { WebContext } from '../context.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readPost } from '../ingest/read-post.ts'
import { openLens } from './open-lens.ts'
import { resolveReferences } from './resolve-references.ts'

type Options = Parameters<typeof explainEach>[1]

/** Those that are in come first. */
export function tryWithSamples(options: Options, now: number): PreviewPost[] {
  const handles = new Map(Object.values(sampleAuthors).map(({ did, handle }) => [did, handle]))
  const lookups = { ...makeSampleLookups(now), setsOf: options.lookups.setsOf ?? (() => []) }
  const told = explainEach(makeSamplePosts(now), { ...options, lookups })
  return told
    .map(({ post, ...rest }) => ({ ...rest, post: toSample(post, handles.get(post.did) ?? post.did) }))
    .sort((a, b) => Number(b.isIn) - Number(a.isIn))
}

const mediaNames = { image: 'picture', gif: 'GIF', video: 'video', link: 'link', quote: 'quote' }

function toSample({ text, langs, media = [], reply, repost }: CandidatePost, handle: string): PreviewPost['post'] {
  const marks = [...media.map((kind) => mediaNames[kind]), ...(reply ? ['reply'] : []), ...(repost ? ['reposted'] : [])]
  return { kind: 'sample', handle, text, lang: langs[0] ?? '', marks }
}

const postCollection = 'app.bsky.feed.post'

/**
 * The post that `link` leads to (app.bsky.feed.getPosts), explained.
 * @throws AppError 422 with what is wrong with the link or the post, others as upstream answers
 */
export async function tryWithPost(
  ctx: WebContext,
  viewer: Viewer,
  link: string,
  optionsFor: (more: Partial<Options['lookups']>) => Options,
): Promise<PreviewPost> {
  const reference = { as: postCollection, text: link.trim().slice(0, 1000) }
  const [found] = (await resolveReferences(ctx, viewer, [reference])).values()
  if (!found || 'problem' in found) throw new AppError(422, found?.problem ?? 'This link does not lead to a post.')
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: [found.value] }))
  const [view] = data.posts
  if (!view) throw new AppError(422, 'There is no such post, or nobody may see it.')
  const { likeCount, repostCount, replyCount, quoteCount } = view
  const counts = { likes: likeCount, reposts: repostCount, replies: replyCount, quotes: quoteCount }
  const candidate = toCandidate(view, ctx.now())
  const takesReplies = optionsFor({}).definition.sources.some(({ type }) => type === 'replies')
  const above = takesReplies && candidate.reply ? await listParents(agent, found.value) : []
  const [told] = explainEach([candidate], optionsFor({ countOf: (_, of) => counts[of] ?? 0, threadsOf: () => above }))
  return { post: toPost(view, lens), isIn: told?.isIn ?? false, why: told?.why ?? [] }
}

/** What a reply stands below (app.bsky.feed.getPostThread); nothing where nobody says. */
async function listParents(agent: Awaited<ReturnType<typeof openLens>>['agent'], uri: string): Promise<string[]> {
  const question = agent.app.bsky.feed.getPostThread({ uri, depth: 0, parentHeight: 80 })
  const answer = await askUpstream(question).catch(() => undefined)
  const uris: string[] = []
  for (let at = loose(answer?.data.thread).parent; at !== undefined && uris.length < 100; at = loose(at).parent) {
    const { uri } = loose(loose(at).post)
    if (typeof uri === 'string') uris.push(uri)
  }
  return uris
}

function toCandidate({ uri, author, record }: { uri: string; author: { did: string }; record: object }, now: number) {
  try {
    return readCandidate(uri, author.did, readPost({ ...record }, now))
  } catch (cause) {
    if (!(cause instanceof BadFrame)) throw cause
    throw new AppError(422, `No feed takes this post, because its record is not as it should be: ${cause.message}.`, {
      cause,
    })
  }
}
