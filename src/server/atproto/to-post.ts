// AppView post views → Post. A post that cannot be understood becomes a tombstone, never an exception.
import type { AppBskyFeedDefs } from '@atproto/api'
import type { Embed } from '#types/embed.ts'
import type { Post, PostViewerState, Tombstone, TombstoneReason } from '#types/post.ts'
import type { Segment } from '#types/segment.ts'
import { cleanLink } from './clean-link.ts'
import { decidePost } from './decide-post.ts'
import { describeGate } from './describe-gate.ts'
import { type Judgement, judgePost } from './judge.ts'
import type { Lens } from './lens.ts'
import { withOwnActs } from './own-standing.ts'
import { readRecord } from './read-record.ts'
import { toActor } from './to-actor.ts'
import { isObject, toEmbeds } from './to-embed.ts'

type PostView = AppBskyFeedDefs.PostView

/** Where a post stands: in a list, in focus on its own page, or inside another post. */
export type Place = 'list' | 'focus' | 'quote'

/**
 * Turns anything that should be an app.bsky.feed.defs#postView (or #notFoundPost, #blockedPost) into what a page
 * shows.
 */
export function toPost(view: unknown, lens: Lens, place: Place = 'list'): Post | Tombstone {
  const uri = isObject(view) && typeof view.uri === 'string' ? view.uri : ''
  try {
    if (!isObject(view)) return { kind: 'gone', uri, reason: 'broken' }
    const isGone = view.notFound === true || lens.acts.recall('delete', uri) !== undefined
    if (isGone) return { kind: 'gone', uri, reason: 'not-found' }
    if (view.detached === true) return { kind: 'gone', uri, reason: 'detached' }
    if (view.blocked === true) return { kind: 'gone', uri, reason: blockReason(view.author) }
    const author = withOwnActs(view.author, lens.acts)
    return readPost({ ...view, author } as unknown as PostView, lens, place)
  } catch {
    return { kind: 'gone', uri, reason: 'broken' }
  }
}

const noCounts: Post['counts'] = { replies: 0, reposts: 0, likes: 0, quotes: 0 }

function cleanSegment(segment: Segment): Segment {
  return segment.kind === 'link' ? { ...segment, href: cleanLink(segment.href) } : segment
}

function cleanEmbed(embed: Embed, { cleansLinks }: Lens): Embed {
  return cleansLinks && embed.kind === 'link' ? { ...embed, href: cleanLink(embed.href) } : embed
}

function readPost(view: PostView, lens: Lens, place: Place): Post | Tombstone {
  if (!isSound(view) || !isSound(view.author)) throw new TypeError('not an app.bsky.feed.defs#postView')
  const judgement = judgePost(decidePost(view, lens), lens, place === 'focus' ? 'focus' : 'list')
  if (judgement.gone) return { kind: 'gone', uri: view.uri, reason: judgement.gone }
  const author = toActor(view.author)
  const rkey = view.uri.split('/').at(-1) ?? ''
  const record = readRecord(view.record, view.indexedAt)
  const isDetached = Boolean(lens.acts.recall('detach', view.uri))
  const { likeChange, repostChange, ...viewer } = readViewer(view, lens)
  return {
    kind: 'post',
    uri: view.uri,
    cid: view.cid,
    rkey,
    href: `${author.href}/post/${encodeURIComponent(rkey)}`,
    author,
    ...record,
    segments: lens.cleansLinks ? record.segments.map(cleanSegment) : record.segments,
    embeds: veilMedia(
      toEmbeds(isDetached ? detach(view.embed) : view.embed, (inner) => toQuote(inner, lens, place), {
        did: author.did,
        embed: isObject(view.record) ? view.record.embed : undefined,
      }),
      judgement,
    ).map((embed) => cleanEmbed(shutCard(embed, lens), lens)),
    veil: judgement.veil,
    notes: judgement.notes,
    isFiltered: judgement.isFiltered,
    counts: lens.hidesCounts ? noCounts : countsOf(view, { likeChange, repostChange }),
    ...(lens.hidesCounts ? { hidesCounts: true } : {}),
    viewer,
    gate: describeGate(view.threadgate?.record),
  }
}

/** Whether rules can be held against it: labels that cannot be read must not be passed over. */
function isSound({ labels, viewer, ...view }: { labels?: unknown; viewer?: unknown; uri?: unknown; did?: unknown }) {
  const isNamed = typeof (view.uri ?? view.did) === 'string'
  const isLabel = (label: unknown) => isObject(label) && typeof label.val === 'string' && typeof label.src === 'string'
  const isLabelled = labels === undefined || (Array.isArray(labels) && labels.every(isLabel))
  return isNamed && isLabelled && (viewer === undefined || isObject(viewer))
}

const quotable = new Set(
  ['viewRecord', 'viewNotFound', 'viewBlocked', 'viewDetached'].map((name) => `app.bsky.embed.record#${name}`),
)

/** A quoted post (app.bsky.embed.record#viewRecord). A quote inside a quote is left out. */
function toQuote(record: Record<string, unknown>, lens: Lens, place: Place): Embed | undefined {
  if (place === 'quote') return undefined
  if (!quotable.has(String(record.$type))) return { kind: 'unknown' }
  const embed = Array.isArray(record.embeds) ? record.embeds[0] : undefined
  return { kind: 'quote', post: toPost({ ...record, record: record.value, embed }, lens, 'quote') }
}

/** A quote as it is once its author took their post out of it (app.bsky.embed.record#viewDetached). */
function detach(embed: unknown): unknown {
  if (!isObject(embed) || !isObject(embed.record)) return embed
  const isWithMedia = isObject(embed.record.record)
  const record = isWithMedia ? embed.record.record : embed.record
  const uri = isObject(record) ? record.uri : ''
  const gone = { $type: 'app.bsky.embed.record#viewDetached', uri, detached: true }
  return { ...embed, record: isWithMedia ? { ...embed.record, record: gone } : gone }
}

function blockReason(author: unknown): TombstoneReason {
  const viewer = isObject(author) && isObject(author.viewer) ? author.viewer : {}
  if (viewer.blocking || viewer.blockingByList) return 'blocked'
  return viewer.blockedBy ? 'blocked-by' : 'block-other'
}

function readViewer(view: PostView, lens: Lens): PostViewerState & { likeChange: number; repostChange: number } {
  const seen = {
    like: Boolean(view.viewer?.like),
    repost: Boolean(view.viewer?.repost),
    bookmark: Boolean(view.viewer?.bookmarked),
  }
  const act = (kind: 'like' | 'repost' | 'bookmark') => {
    const own = lens.acts.recall(kind, view.uri)
    return own === undefined ? seen[kind] : own !== null
  }
  return {
    isLiked: act('like'),
    isReposted: act('repost'),
    isBookmarked: act('bookmark'),
    isOwn: view.author.did === lens.viewerDid,
    canReply: view.viewer?.replyDisabled !== true,
    canQuote: view.viewer?.embeddingDisabled !== true,
    likeChange: Number(act('like')) - Number(seen.like),
    repostChange: Number(act('repost')) - Number(seen.repost),
  }
}

function countsOf(view: PostView, own: { likeChange: number; repostChange: number }): Post['counts'] {
  const count = (value: unknown, change = 0) =>
    Number.isInteger(value) ? Math.max(0, (value as number) + change) : change
  return {
    replies: count(view.replyCount),
    reposts: count(view.repostCount, own.repostChange),
    likes: count(view.likeCount, own.likeChange),
    quotes: count(view.quoteCount),
  }
}

/** A card of what its maker keeps from strangers is a tombstone to them. */
function shutCard(embed: Embed, lens: Lens): Embed {
  if (embed.kind !== 'card' || !embed.isForSignedIn || lens.viewerDid !== undefined) return embed
  return { kind: 'quote', post: { kind: 'gone', uri: '', reason: 'signed-in-only' } }
}

function veilMedia(embeds: Embed[], { mediaVeil }: Judgement): Embed[] {
  if (!mediaVeil) return embeds
  return embeds.map((embed) =>
    embed.kind === 'pictures' || embed.kind === 'video' || embed.kind === 'link'
      ? { ...embed, veil: mediaVeil }
      : embed,
  )
}
