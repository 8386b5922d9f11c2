// What a post is, in sentences, as far as a source or a filter asks.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Filter, Source } from './definition.ts'
import type { Facts } from './facts.ts'
import { kindsOf, lengthOf } from './post-facts.ts'

const [hour, day] = [3600_000, 24 * 3600_000]

/** Of a source that carries the post. */
export function sayCarried(source: Source, { repost, tags }: CandidatePost): string {
  const who = repost === undefined ? 'It is by' : 'It was reposted by'
  switch (source.type) {
    case 'network':
      return 'It is on the network.'
    case 'authors':
      return `${who} somebody who is named.`
    case 'list':
    case 'privateList':
      return `${who} somebody on the list.`
    case 'starterPack':
      return `${who} somebody in the starter pack.`
    case 'follows':
      return `${who} somebody who is followed.`
    case 'mutuals':
      return `${who} a mutual.`
    case 'quietPosters':
      return `${who} a quiet poster.`
    case 'hashtags':
      return `It has ${quoteAll(tags.slice(0, 3).map((tag) => `#${tag}`))}.`
    case 'feed':
      return 'It is in the other feed.'
    case 'search':
      return 'The search finds it.'
    case 'replies':
      return 'It replies to the post.'
    case 'quotes':
      return 'It quotes the post.'
    case 'viewer':
      return `${who} somebody whom you follow.`
    case 'domains':
      return 'It links to one of the domains.'
  }
}

/** Filters of one entry each, to find out which of many it was. */
export function sayEntries(filter: Filter): { filter: Filter; name: string }[] {
  switch (filter.type) {
    case 'keywords':
      return filter.words.map((word) => ({ filter: { ...filter, words: [word] }, name: `“${word}”` }))
    case 'hashtags':
      return filter.tags.map((tag) => ({ filter: { ...filter, tags: [tag] }, name: `#${tag}` }))
    case 'domains':
      return filter.domains.map((domain) => ({ filter: { ...filter, domains: [domain] }, name: domain }))
    case 'labels':
      return filter.labels.map((label) => ({ filter: { ...filter, labels: [label] }, name: label }))
    default:
      return []
  }
}

const mediaNames = { image: 'pictures', gif: 'a GIF', video: 'a video', link: 'a link card', quote: 'a quote' }
const kindNames: Record<string, string> = {
  post: 'a post of its own',
  reply: 'a reply',
  quote: 'a quote',
  repost: 'a repost',
}

/** @param found names of the entries that were found, where the filter is a list */
export function sayFact(filter: Filter, { post, lookups }: Facts, holds: boolean, found: string[]): string {
  switch (filter.type) {
    case 'keywords':
      return found.length > 0 ? `It says ${quoteAll(found)}.` : `It does not say ${oneOf(filter.words, 'word')}.`
    case 'hashtags':
      return found.length > 0 ? `It has ${quoteAll(found)}.` : `It does not have ${oneOf(filter.tags, 'hashtag')}.`
    case 'domains':
      return found.length > 0 ? `It links to ${quoteAll(found)}.` : 'It links to none of the domains.'
    case 'labels':
      return found.length > 0 ? `It is labelled ${quoteAll(found)}.` : 'It has none of the labels.'
    case 'pattern':
      return holds ? 'It fits the pattern.' : 'It does not fit the pattern.'
    case 'authors':
      return holds ? 'Its author is one of those named.' : 'Its author is none of those named.'
    case 'list':
    case 'privateList':
      return holds ? 'Its author is on the list.' : 'Its author is not on the list.'
    case 'rate':
      return `Its author posts ${round(lookups.rateOf?.(post.did) ?? 0)} times a day.`
    case 'accountAge': {
      const madeAt = lookups.accountCreatedAt?.(post.did)
      if (madeAt === undefined && post.did.startsWith('did:web:'))
        return 'How old a did:web account is, nobody can say.'
      if (madeAt === undefined) return 'How old its author’s account is, is not known yet.'
      return `Its author’s account was ${round(Math.max(post.createdAt - madeAt, 0) / day)} days old.`
    }
    case 'languages':
      return post.langs.length > 0 ? `It is in ${quoteAll(post.langs.slice(0, 3))}.` : 'It names no language.'
    case 'media': {
      const names = (post.media ?? []).map((kind) => mediaNames[kind])
      return `It has ${names.length > 0 ? quoteAll([...new Set(names)]) : 'no media'}.`
    }
    case 'altText': {
      if ((post.alts ?? []).length === 0) return 'It has nothing to describe.'
      return holds === filter.present ? 'Everything in it is described.' : 'Something in it is not described.'
    }
    case 'kinds':
      return `It is ${kindsOf(post)
        .map((kind) => kindNames[kind])
        .join(' and ')}.`
    case 'links':
      return (post.links ?? []).length > 0 ? 'It has a link.' : 'It has no link.'
    case 'length':
      return `It has ${lengthOf(post)} characters.`
    case 'age':
      return `It is ${round(Math.max(lookups.now() - (post.repost ?? post).createdAt, 0) / hour)} hours old.`
    case 'engagement': {
      const within = filter.withinHours === undefined ? '' : ` of its first ${round(filter.withinHours)} hours`
      return `Its ${filter.of}${within}: ${lookups.countOf?.(post.uri, filter.of, filter.withinHours) ?? 0}.`
    }
    case 'seen':
      return holds ? 'You have seen it.' : 'You have not seen it.'
    default:
      return ''
  }
}

function quoteAll(names: string[]): string {
  const shown = names.slice(0, 5)
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join('')
}

function oneOf(entries: unknown[], name: string): string {
  return entries.length === 1 ? `the ${name}` : `one of the ${entries.length} ${name}s`
}

function round(value: number): string {
  return (value < 10 ? Math.round(value * 10) / 10 : Math.round(value)).toLocaleString('en')
}
