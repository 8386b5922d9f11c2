// A record → what is kept of a post, checked against its lexicon (app.bsky.feed.post).
import { BadFrame } from './bad-frame.ts'
import { isObject } from './read-frame.ts'

/** Times in ms. `facets` and `embed` stay as in the record; they were never checked and are for careful readers. */
export type PostRecord = {
  text: string
  tags: string[]
  langs: string[]
  labels: string[]
  facets: unknown[] | undefined
  embed: Record<string, unknown> | undefined
  reply: { root: string; parent: string } | undefined
  createdAt: number
}

/** Bounds of the lexicon: bytes and graphemes of the text, tags outside the text, languages, labels. */
const limits = { textBytes: 3000, graphemes: 300, tags: 8, tagBytes: 640, langs: 3, labels: 10, facets: 1000 }
/** Older than any network that posts were brought over from; and as far ahead as a clock may be wrong. */
const oldest = Date.UTC(2000, 0, 1)
const ahead = 24 * 3600_000
const datetimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$/

/**
 * @param now ms
 * @throws BadFrame when the record is not a post that the lexicon allows
 */
export function readPost(record: Record<string, unknown>, now: number): PostRecord {
  const { text, createdAt } = record
  if (record.$type !== 'app.bsky.feed.post') throw new BadFrame('record is no post')
  if (typeof text !== 'string') throw new BadFrame('post without text')
  if (Buffer.byteLength(text) > limits.textBytes) throw new BadFrame('text too long')
  if (text.length > limits.graphemes && countGraphemes(text) > limits.graphemes) throw new BadFrame('text too long')
  const facets = listOf(record.facets, limits.facets, 'facets')
  const tags = textsOf(record.tags, limits.tags, 'tags')
  if (tags.some((tag) => Buffer.byteLength(tag) > limits.tagBytes)) throw new BadFrame('tag too long')
  if (record.embed !== undefined && !isObject(record.embed)) throw new BadFrame('embed is no object')
  return {
    text,
    tags: [...tags, ...tagsOf(facets ?? [])],
    langs: textsOf(record.langs, limits.langs, 'langs'),
    labels: labelsOf(record.labels),
    facets,
    embed: record.embed,
    reply: replyOf(record.reply),
    createdAt: readTime(createdAt, now),
  }
}

/** `createdAt` of a record, in ms. @throws BadFrame when it is none, or absurd */
export function readTime(value: unknown, now: number): number {
  if (typeof value !== 'string' || value.length > 64 || !datetimePattern.test(value)) {
    throw new BadFrame('createdAt is no datetime')
  }
  const time = Date.parse(value)
  if (Number.isNaN(time)) throw new BadFrame('createdAt is no datetime')
  if (time < oldest) throw new BadFrame('createdAt before any network')
  if (time > now + ahead) throw new BadFrame('createdAt in the future')
  return time
}

function countGraphemes(text: string): number {
  let count = 0
  for (const _ of new Intl.Segmenter().segment(text)) count++
  return count
}

function listOf(value: unknown, limit: number, name: string): unknown[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value) || value.length > limit) throw new BadFrame(`${name} are no list within bounds`)
  return value
}

function textsOf(value: unknown, limit: number, name: string): string[] {
  const list = listOf(value, limit, name) ?? []
  if (!list.every((entry) => typeof entry === 'string')) throw new BadFrame(`${name} are not all text`)
  return list
}

/** Hashtags of app.bsky.richtext.facet. Facets of other kinds or shapes are somebody else's business. */
function tagsOf(facets: unknown[]): string[] {
  return facets
    .flatMap((facet) => (isObject(facet) && Array.isArray(facet.features) ? facet.features.slice(0, 10) : []))
    .filter((feature): feature is { tag: string } => isObject(feature) && typeof feature.tag === 'string')
    .map(({ tag }) => tag.slice(0, limits.tagBytes))
}

/** The author's own labels: com.atproto.label.defs#selfLabels. */
function labelsOf(value: unknown): string[] {
  if (value === undefined) return []
  if (!isObject(value)) throw new BadFrame('labels are no object')
  const values = listOf(value.values, limits.labels, 'labels') ?? []
  return values.flatMap((label) => (isObject(label) && typeof label.val === 'string' ? [label.val.slice(0, 128)] : []))
}

function replyOf(value: unknown): { root: string; parent: string } | undefined {
  if (value === undefined) return undefined
  if (!isObject(value)) throw new BadFrame('reply is no object')
  const [root, parent] = [value.root, value.parent].map((ref) => (isObject(ref) ? ref.uri : undefined))
  if (!isAtUri(root) || !isAtUri(parent)) throw new BadFrame('reply without references')
  return { root, parent }
}

function isAtUri(value: unknown): value is string {
  return typeof value === 'string' && /^at:\/\/.{1,800}$/.test(value)
}
