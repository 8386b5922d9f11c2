// AppView embed views → our embeds. Whatever is not understood becomes a quiet placeholder.
import type { Actor } from '#types/actor.ts'
import type { CardEmbed, Embed, LinkEmbed, Picture, PicturesEmbed, Shape } from '#types/embed.ts'
import { tameName, tameText } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { safeHref } from './to-segments.ts'
import { toVideo } from './to-video.ts'

type Loose = Record<string, unknown>

/** Turns the record of a record view into a quote; the caller knows how posts are made. */
export type ToQuote = (record: Loose) => Embed | undefined

/** What the view was made of: whose record it is, and its `embed`. */
export type EmbedSource = { did?: unknown; embed?: unknown }

/**
 * The embeds of `view` (app.bsky.embed.*#view): media first, then what is quoted. A kind that the AppView does not know
 * has no view: it is seen in the record only.
 */
export function toEmbeds(view: unknown, toQuote: ToQuote, source: EmbedSource = {}): Embed[] {
  if (!isObject(view)) return isForeign(source.embed) ? [{ kind: 'unknown' }] : []
  try {
    return readEmbeds(view, toQuote, source)
  } catch {
    return [{ kind: 'unknown' }]
  }
}

function isForeign(embed: unknown): boolean {
  return (
    isObject(embed) &&
    !/^app\.bsky\.embed\.(images|gallery|video|external|record|recordWithMedia)$/.test(String(embed.$type))
  )
}

function readEmbeds(view: Loose, toQuote: ToQuote, source: EmbedSource): Embed[] {
  switch (view.$type) {
    case 'app.bsky.embed.images#view':
      return toPictures(asArray(view.images), 'thumb')
    case 'app.bsky.embed.gallery#view':
      return toPictures(asArray(view.items).filter(isGalleryImage), 'thumbnail')
    case 'app.bsky.embed.video#view':
      return [toVideo(view, source)]
    case 'app.bsky.embed.external#view':
      return [toLink(view.external)]
    case 'app.bsky.embed.record#view':
      return toRecord(view.record, toQuote)
    case 'app.bsky.embed.recordWithMedia#view': {
      const inner = isObject(view.record) ? view.record.record : undefined
      const media = isObject(source.embed) ? source.embed.media : undefined
      return [...toEmbeds(view.media, toQuote, { ...source, embed: media }), ...toRecord(inner, toQuote)]
    }
    default:
      return [{ kind: 'unknown' }]
  }
}

function toRecord(record: unknown, toQuote: ToQuote): Embed[] {
  if (!isObject(record)) return [{ kind: 'unknown' }]
  const card = toCard(record)
  if (card) return [card]
  const quote = toQuote(record)
  return quote ? [quote] : []
}

function isGalleryImage(item: unknown): boolean {
  return isObject(item) && item.$type === 'app.bsky.embed.gallery#viewImage'
}

function toPictures(items: unknown[], thumbKey: 'thumb' | 'thumbnail'): (PicturesEmbed | { kind: 'unknown' })[] {
  const pictures: Picture[] = []
  for (const item of items.slice(0, 20)) {
    if (!isObject(item)) continue
    const full = safeHref(item.fullsize)
    const thumb = safeHref(item[thumbKey]) ?? full
    if (!thumb) continue
    pictures.push({ thumb, full: full ?? thumb, alt: asText(item.alt, 10_000), ...toBox(item.aspectRatio) })
  }
  return pictures.length > 0 ? [{ kind: 'pictures', pictures }] : [{ kind: 'unknown' }]
}

function toLink(external: unknown): LinkEmbed | { kind: 'unknown' } {
  const href = isObject(external) ? safeHref(external.uri) : undefined
  if (!isObject(external) || !href) return { kind: 'unknown' }
  const host = new URL(href).host.replace(/^www\./, '')
  return {
    kind: 'link',
    href,
    host,
    title: asText(external.title, 300) || host,
    description: asText(external.description, 500),
    thumb: safeHref(external.thumb),
    ...toGif(new URL(href), asText(external.description, 10_000)),
  }
}

/** What people put into posts from a keyboard of moving pictures: only its still comes with the post. */
function toGif(url: URL, description: string): Pick<LinkEmbed, 'gif'> {
  const isGif = /(^|\.)(tenor|klipy|giphy)\.com$/.test(url.hostname) && url.pathname.endsWith('.gif')
  if (!isGif) return {}
  const side = (name: string) => Number(url.searchParams.get(name) ?? Number.NaN)
  const alt = description.replace(/^alt(ernative text)?:\s*/i, '')
  return { gif: { alt, ...toBox({ width: side('ww'), height: side('hh') }) } }
}

type CardShape = { type: CardEmbed['type']; titleKey: string; href: (creator: Actor, rkey: string) => string }

const cards: Record<string, CardShape> = {
  'app.bsky.feed.defs#generatorView': { type: 'feed', titleKey: 'displayName', href: below('feed') },
  'app.bsky.graph.defs#listView': { type: 'list', titleKey: 'name', href: below('lists') },
  'app.bsky.labeler.defs#labelerView': { type: 'labeler', titleKey: '', href: ({ href }) => `${href}/labeler` },
  'app.bsky.graph.defs#starterPackViewBasic': {
    type: 'starter pack',
    titleKey: 'name',
    href: ({ handle }, rkey) => `/starter-pack/${handle}/${rkey}`,
  },
}

function below(folder: string): CardShape['href'] {
  return ({ href }, rkey) => `${href}/${folder}/${rkey}`
}

/** The eight record views that are not posts: feed, list, labeler, starter pack. */
function toCard(record: Loose): CardEmbed | undefined {
  const shape = cards[String(record.$type)]
  if (!shape) return undefined
  const creator = toActor(record.creator as Parameters<typeof toActor>[0])
  const details = isObject(record.record) ? { ...record.record, ...record } : record
  const rkey = String(record.uri).split('/').at(-1) ?? ''
  return {
    kind: 'card',
    type: shape.type,
    title: tameName(asText(details[shape.titleKey], 300)) || creator.name,
    by: creator.handle,
    description: asText(details.description, 500),
    avatar: safeHref(record.avatar) ?? (shape.type === 'labeler' ? creator.avatar : undefined),
    href: shape.href(creator, encodeURIComponent(rkey)),
    isForSignedIn: isForSignedIn(record.creator),
  }
}

/** Whether whoever made it shows their account to people who are signed in only. */
function isForSignedIn(creator: unknown): boolean {
  const labels = isObject(creator) ? asArray(creator.labels) : []
  return labels.some((label) => isObject(label) && label.val === '!no-unauthenticated' && label.neg !== true)
}

/** The room that media take, from app.bsky.embed.defs#aspectRatio. */
export function toBox(ratio: unknown): { shape: Shape; width?: number; height?: number } {
  const width = isObject(ratio) ? ratio.width : undefined
  const height = isObject(ratio) ? ratio.height : undefined
  if (!isSide(width) || !isSide(height)) return { shape: 'unknown' }
  const value = width / height
  const shape = value < 0.6 ? 'tall' : value < 0.9 ? 'upright' : value < 1.25 ? 'square' : 'wide'
  return { shape, width, height }
}

function isSide(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 100_000
}

/** At most `max` characters of a text, tamed; empty for anything else. */
export function asText(value: unknown, max: number): string {
  return typeof value === 'string' ? tameText(value.slice(0, max)).trim() : ''
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
