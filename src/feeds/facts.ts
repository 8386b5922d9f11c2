// What one post is found to be, by number (see triggers.ts), and what tests may ask about it.
import type { CandidatePost } from '#types/candidate-post.ts'
import { foldText } from './fold-text.ts'
import type { Lookups } from './lookups.ts'
import { domainsOf, foldPlace, hostOf, type Place, tagsOf } from './post-facts.ts'
import { placeBits, type TriggerTable } from './triggers.ts'

export type Facts = {
  post: CandidatePost
  lookups: Lookups
  /** Tags, domains, posts replied to or quoted, feeds and searches that brought it. */
  found: Set<number>
  words: FoundWords
  /** Lists that the author is on, and those that whoever brought the post is on: the same unless it is a repost. */
  authorSets: Set<number>
  actorSets: Set<number>
}

/**
 * Words and parts of words that a post holds, and bits of the places where. Kept by number in one array for all posts,
 * because most are looked up several times; good until the next post.
 */
export type FoundWords = { numbers: number[]; bits: Uint8Array }

const allPlaces = Object.keys(placeBits) as Place[]

/** Looks everything up once. */
export function findFacts(table: TriggerTable, post: CandidatePost, lookups: Lookups): Facts {
  const found = new Set<number>()
  const note = (number: number | undefined) => {
    if (number !== undefined) found.add(number)
  }
  if (table.has('tag')) for (const tag of tagsOf(post)) note(table.find('tag', foldText(tag)))
  if (table.has('domain')) for (const domain of domainsOf(post)) note(table.find('domain', domain))
  if (post.reply && table.has('reply')) {
    const { root, parent } = post.reply
    for (const uri of [root, parent, ...(lookups.threadsOf?.(parent) ?? [])]) note(table.find('reply', uri))
  }
  if (post.quote !== undefined) note(table.find('quote', post.quote))
  for (const key of post.broughtBy?.slice(0, 100) ?? []) note(table.find('brought', key))
  // Who brought the post itself has no part in a repost of it.
  if (lookups.broughtBy && post.repost === undefined && table.has('brought')) {
    for (const key of lookups.broughtBy(post.uri)) note(table.find('brought', key))
  }
  const words = table.clearWords()
  const places = table.places()
  for (const place of allPlaces) {
    const bit = placeBits[place]
    const text = (places & bit) === 0 ? '' : foldPlace(post, place)
    if (text === '') continue
    const note = (number: number) => {
      const known = words.bits[number] as number
      if (known === 0) words.numbers.push(number)
      words.bits[number] = known | bit
    }
    table.scanWords(text, note)
    table.scanParts(text, note)
  }
  const authorSets = setsOf(table, post.did, lookups)
  const actorSets = post.repost === undefined ? authorSets : setsOf(table, post.repost.did, lookups)
  return { post, lookups, found, words, authorSets, actorSets }
}

/** Numbers of the people that somebody is among. */
export function setsOf(table: TriggerTable, did: string, { setsOf: ask }: Lookups): Set<number> {
  const lists = table.listsOf(did)
  const sets = new Set(typeof lists === 'number' ? [lists] : lists)
  if (ask === undefined || !table.has('set')) return sets
  for (const key of ask(did)) {
    const number = table.find('set', key)
    if (number !== undefined) sets.add(number)
  }
  return sets
}

/** Domains of a definition as links write them. */
export function asciiDomain(domain: string): string {
  return hostOf(`http://${domain}/`) ?? domain
}
