// What the matcher finds in one post, each thing looked at once and only when a feed asks.
import type { CandidatePost } from '#types/candidate-post.ts'
import { foldText } from './fold-text.ts'

export type Place = 'text' | 'alt' | 'links' | 'tags'

/** Bounds of what is looked at: the lexicons allow less, a hostile record may hold anything. UTF-16 units. */
const limits = { text: 3000, alt: 10_000, links: 6000, tags: 100, tag: 640, hosts: 100 }
/** Between descriptions, titles and tags: no keyword holds it, so none is found across two. */
const between = '\0'

/** What is read in a place, as the record has it (NFC). */
export function readPlace(post: CandidatePost, place: Place): string {
  return readRaw(post, place).toWellFormed().normalize('NFC')
}

function readRaw(post: CandidatePost, place: Place): string {
  switch (place) {
    case 'text':
      return post.text.slice(0, limits.text)
    case 'alt':
      return joinUpTo(post.alts, limits.alt)
    case 'links':
      return joinUpTo(post.linkTitles, limits.links)
    case 'tags':
      return tagsOf(post).join(between)
  }
}

function joinUpTo(texts: string[] | undefined, most: number): string {
  if (texts === undefined || texts.length === 0) return ''
  return texts.slice(0, limits.tags).join(between).slice(0, most)
}

/** Hashtags within bounds. */
export function tagsOf({ tags }: CandidatePost): string[] {
  return tags.slice(0, limits.tags).map((tag) => tag.slice(0, limits.tag))
}

/** A place in one spelling: see foldText. */
export function foldPlace(post: CandidatePost, place: Place): string {
  const raw = readRaw(post, place)
  return raw === '' ? '' : foldText(raw)
}

/** `news.example.org` → itself, `example.org`, `org`: what a link to it is a link to. Each once. */
export function domainsOf({ links = [] }: CandidatePost): Set<string> {
  const found = new Set<string>()
  for (const link of links.slice(0, limits.hosts)) {
    let rest = hostOf(link)
    while (rest !== undefined && rest !== '') {
      found.add(rest)
      const dot = rest.indexOf('.')
      rest = dot === -1 ? undefined : rest.slice(dot + 1)
    }
  }
  return found
}

/** The host of an address as URLs write it (punycode, small letters); undefined when it is no web address. */
export function hostOf(link: string): string | undefined {
  const url = link.length > 2048 ? null : URL.parse(link)
  return url !== null && /^https?:$/.test(url.protocol) ? url.hostname.replace(/\.$/, '') : undefined
}

/** Kinds a post is of: a repost is nothing else, and a reply may quote. */
export function kindsOf({ repost, reply, quote }: CandidatePost): string[] {
  if (repost !== undefined) return ['repost']
  const kinds = [...(reply ? ['reply'] : []), ...(quote ? ['quote'] : [])]
  return kinds.length > 0 ? kinds : ['post']
}

/** Graphemes of the text. */
export function lengthOf({ text }: CandidatePost): number {
  let count = 0
  for (const _ of new Intl.Segmenter().segment(text.slice(0, limits.text))) count++
  return count
}
