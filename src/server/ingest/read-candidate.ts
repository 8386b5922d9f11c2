// A post's record → what the feed engine sees of it. Embed and facets were never checked: any shape must do.
import type { CandidatePost, MediaKind } from '#types/candidate-post.ts'
import { isObject } from './read-frame.ts'
import type { PostRecord } from './read-post.ts'

/** Bounds: pictures of a gallery, links in the text; UTF-16 units of a description, a title, an address. */
const limits = { pictures: 20, facets: 200, features: 10, alt: 4000, title: 1000, uri: 2048, did: 256 }
const gifHost = /^(.+\.)?(tenor|klipy|giphy)\.com$/

/** `text`, `labels` and so on as readPost, or the index, has them. */
export type CandidateRecord = Pick<PostRecord, 'text' | 'tags' | 'langs' | 'labels' | 'reply' | 'createdAt'> & {
  facets?: unknown
  embed?: unknown
}

type Embed = { media: MediaKind[]; alts: string[]; links: string[]; linkTitles: string[]; quote: string | undefined }

/** @param uri of the record; `did` is its author's */
export function readCandidate(uri: string, did: string, record: CandidateRecord): CandidatePost {
  const { text, tags, langs, labels, reply, createdAt } = record
  const { media, alts, links, linkTitles, quote } = readEmbed(record.embed)
  const named = readFacets(record.facets)
  const allLinks = [...links, ...named.links]
  const { mentions } = named
  return {
    uri,
    did,
    text,
    tags,
    langs,
    labels,
    reply,
    createdAt,
    media,
    alts,
    links: allLinks,
    linkTitles,
    quote,
    mentions,
  }
}

function readEmbed(value: unknown): Embed {
  const embed: Embed = { media: [], alts: [], links: [], linkTitles: [], quote: undefined }
  if (!isObject(value)) return embed
  if (value.$type === 'app.bsky.embed.recordWithMedia') {
    readQuote(embed, isObject(value.record) ? value.record.record : undefined)
    readMedia(embed, value.media)
  } else if (value.$type === 'app.bsky.embed.record') readQuote(embed, value.record)
  else readMedia(embed, value)
  return embed
}

/** Only a post can be quoted; embedded lists, feeds and packs are none. */
function readQuote(embed: Embed, ref: unknown): void {
  const uri = textOf(isObject(ref) ? ref.uri : undefined, 800)
  if (!/^at:\/\/[^/]+\/app\.bsky\.feed\.post\/[^/]+$/.test(uri)) return
  embed.quote = uri
  embed.media.push('quote')
}

function readMedia(embed: Embed, media: unknown): void {
  if (!isObject(media)) return
  if (media.$type === 'app.bsky.embed.images') readPictures(embed, media.images)
  else if (media.$type === 'app.bsky.embed.gallery') readPictures(embed, media.items)
  else if (media.$type === 'app.bsky.embed.external') readCard(embed, media.external)
  else if (media.$type === 'app.bsky.embed.video') {
    embed.media.push(media.presentation === 'gif' ? 'gif' : 'video')
    embed.alts.push(textOf(media.alt, limits.alt))
  }
}

function readPictures(embed: Embed, pictures: unknown): void {
  if (!Array.isArray(pictures) || pictures.length === 0) return
  embed.media.push('image')
  for (const picture of pictures.slice(0, limits.pictures)) {
    embed.alts.push(textOf(isObject(picture) ? picture.alt : undefined, limits.alt))
  }
}

function readCard(embed: Embed, card: unknown): void {
  if (!isObject(card)) return
  const url = URL.parse(textOf(card.uri, limits.uri))
  if (url === null || !/^https?:$/.test(url.protocol)) return
  if (gifHost.test(url.hostname) && url.pathname.endsWith('.gif')) {
    embed.media.push('gif')
    // Clients write “Alt: …” or “ALT: …” into the card of a GIF, and the title of the GIF otherwise.
    embed.alts.push(textOf(card.description, limits.alt).replace(/^alt:\s*/i, ''))
    return
  }
  embed.media.push('link')
  embed.links.push(url.href)
  embed.linkTitles.push(textOf(card.title, limits.title))
}

/** Addresses of links in the text, and who is mentioned: app.bsky.richtext.facet#link and #mention. */
function readFacets(facets: unknown): { links: string[]; mentions: string[] } {
  const found = { links: [] as string[], mentions: [] as string[] }
  if (!Array.isArray(facets)) return found
  for (const facet of facets.slice(0, limits.facets)) {
    if (!isObject(facet) || !Array.isArray(facet.features)) continue
    for (const feature of facet.features.slice(0, limits.features)) {
      if (!isObject(feature)) continue
      const uri = textOf(feature.uri, limits.uri)
      if (/^https?:\/\//i.test(uri)) found.links.push(uri)
      if (feature.$type === 'app.bsky.richtext.facet#mention') found.mentions.push(textOf(feature.did, limits.did))
    }
  }
  return found
}

function textOf(value: unknown, most: number): string {
  return typeof value === 'string' ? value.slice(0, most) : ''
}
