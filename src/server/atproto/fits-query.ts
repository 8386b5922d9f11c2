// Whether a post is what a search asked for. AppViews differ in which filters they heed; what contradicts one is no
// answer. Where an AppView may rightly know more than the record says, the benefit of the doubt is the post's.
import type { PostQuery, QueryLists } from '#types/post-query.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>

/** What a post says of itself, for comparing. Lower case, but for URIs. */
type Marks = Omit<Record<keyof QueryLists, string[]>, 'url' | 'domain'> & { links: URL[] }

/**
 * Whether `view` (app.bsky.feed.defs#postView, or anything) fits the filters of `query`. Words are not looked at:
 * AppViews stem and translate. People in `mentions`, and posts, must be named by DID.
 */
export function fitsQuery(view: unknown, query: PostQuery): boolean {
  if (!isObject(view) || !isObject(view.record) || !isObject(view.author)) return false
  const { record, author } = view as { record: Loose; author: Loose }
  const marks = readMarks(record, author)
  return (
    fitsLists(marks, query) &&
    fitsTime(record.createdAt, view.indexedAt, query) &&
    fitsKind(record, author, query) &&
    fitsThread(view.uri, record, query)
  )
}

function fitsLists(marks: Marks, { only, not }: PostQuery): boolean {
  const says = (name: keyof QueryLists) => (value: string) => saysOf(marks, name, value)
  for (const name of Object.keys(only) as (keyof QueryLists)[]) {
    if (not[name].some(says(name))) return false
    const wanted = only[name]
    if (wanted.length === 0 || (name === 'lang' && marks.lang.length === 0)) continue
    if (name === 'tag' ? !wanted.every(says(name)) : !wanted.some(says(name))) return false
  }
  return true
}

function saysOf(marks: Marks, name: keyof QueryLists, value: string): boolean {
  if (name === 'domain') {
    return marks.links.some(({ hostname }) => hostname === value || hostname.endsWith(`.${value}`))
  }
  if (name === 'url') return marks.links.some((link) => trim(link.href).startsWith(trim(value)))
  if (name === 'tag') return marks.tag.includes(value.toLowerCase())
  if (name === 'lang') return marks.lang.some((lang) => lang.split('-')[0] === value.split('-')[0])
  return marks[name].includes(value)
}

function readMarks(record: Loose, author: Loose): Marks {
  const features = listOf(record.facets).flatMap((facet) => (isObject(facet) ? listOf(facet.features) : []))
  const said = (name: string) => features.flatMap((part) => (isObject(part) ? textOf(part[name]) : []))
  const embeds = embedsOf(record.embed)
  const external = embeds.flatMap(({ external }) => (isObject(external) ? textOf(external.uri) : []))
  return {
    author: [...textOf(author.did), ...textOf(author.handle)],
    mentions: said('did'),
    tag: [...said('tag'), ...listOf(record.tags).flatMap(textOf)].map((tag) => tag.toLowerCase()),
    lang: listOf(record.langs)
      .flatMap(textOf)
      .map((lang) => lang.toLowerCase()),
    quotes: embeds.flatMap(({ record: inner }) => uriOf(inner)),
    links: [...said('uri'), ...external].flatMap((uri) => (URL.canParse(uri) ? [new URL(uri)] : [])),
  }
}

/** An embed and what it is made of: app.bsky.embed.recordWithMedia holds two. */
function embedsOf(embed: unknown): Loose[] {
  if (!isObject(embed)) return []
  return [embed, ...[embed.media, embed.record].filter(isObject)]
}

/** The time that counts may be the author's or the index's: a post is out when both are. */
function fitsTime(createdAt: unknown, indexedAt: unknown, { since, until }: PostQuery): boolean {
  const times = [createdAt, indexedAt].map((time) => Date.parse(String(time))).filter((time) => !Number.isNaN(time))
  if (times.length === 0) return since === undefined && until === undefined
  if (since !== undefined && Math.max(...times) < Date.parse(since)) return false
  return until === undefined || Math.min(...times) < Date.parse(until)
}

function fitsKind(record: Loose, author: Loose, query: PostQuery): boolean {
  const isReply = isObject(record.reply)
  if (query.replies !== undefined && isReply !== (query.replies === 'only')) return false
  const kinds = embedsOf(record.embed).map(({ $type }) => String($type))
  const isVideo = kinds.includes('app.bsky.embed.video')
  if (query.video && !isVideo) return false
  if (query.media && !isVideo && !kinds.some((kind) => /^app\.bsky\.embed\.(images|gallery)$/.test(kind))) return false
  return !query.following || (isObject(author.viewer) && typeof author.viewer.following === 'string')
}

function fitsThread(uri: unknown, record: Loose, { thread, parent }: PostQuery): boolean {
  const reply = isObject(record.reply) ? record.reply : {}
  if (parent !== undefined && !uriOf(reply.parent).includes(parent)) return false
  return thread === undefined || uri === thread || uriOf(reply.root).includes(thread)
}

/** A link without what tells apart only addresses of one page. */
function trim(href: string): string {
  return href
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '')
}

function uriOf(value: unknown): string[] {
  return isObject(value) ? textOf(value.uri) : []
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 300) : []
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : []
}
