// A search as people type it → filters that the stream can be held against. Pure; what is typed is hostile.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Filter } from './definition.ts'

/** Operators whose answer a post alone does not give: a search with one of them is left to whoever searches. */
const elsewhere = /^(url|quotes|thread|parent|following)$/
const didPattern = /^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%-]{1,200})$/
/** Who is named before a feed is saved: afterwards DIDs stand there. */
const namePattern = /^@?(me|([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,62})$/i
const personToken = /^(-?)(from|author|to|mentions):(.+)$/i
const mostTokens = 50
const longestWord = 100
const places: ('text' | 'alt' | 'links' | 'tags')[] = ['text', 'alt', 'links', 'tags']

/** Filters that name several things of which one must fit. */
type Lists = { dids: string[]; domains: string[]; languages: string[] }

/** What no filter says: mentions of somebody, and when. Times in ms. */
export type SearchAsk =
  | { of: 'mentions'; did: string; isNot: boolean }
  | { of: 'since' | 'until'; at: number; isNot: boolean }

/** All of both must hold. */
export type Search = { filters: Filter[]; asks: SearchAsk[] }

/** The names in a search that are no DIDs, as typed. */
export function listSearchNames(query: string): string[] {
  const names = splitTokens(query).map((token) => personToken.exec(token)?.[3] ?? '')
  return [...new Set(names.filter((name) => namePattern.test(name)))]
}

/** @param didOf whose name it is; undefined leaves the name */
export function replaceSearchNames(query: string, didOf: (name: string) => string | undefined): string {
  return splitTokens(query)
    .map((token) => {
      const [, minus = '', operator = '', name = ''] = personToken.exec(token) ?? []
      const did = namePattern.test(name) ? didOf(name) : undefined
      return did === undefined ? token : `${minus}${operator}:${did}`
    })
    .join(' ')
}

/** Whether a post answers an ask. */
export function answersAsk(ask: SearchAsk, { mentions = [], createdAt }: CandidatePost): boolean {
  switch (ask.of) {
    case 'mentions':
      return mentions.includes(ask.did) !== ask.isNot
    case 'since':
      return createdAt >= ask.at !== ask.isNot
    case 'until':
      return createdAt < ask.at !== ask.isNot
  }
}

function splitTokens(query: string): string[] {
  return (query.replace(/[“”]/g, '"').match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).slice(0, mostTokens)
}

/**
 * The shorthand of the search box as what must all hold: words, "phrases", #tags, -these, `from:` a DID, `to:` or
 * `mentions:` one, `since:` and `until:` a day, `lang:`, `domain:`, `tag:`, `media:true`, `video:true`, `replies:none`
 * and `replies:only`.
 * @returns undefined for a search that cannot be said so, or that would take the whole network
 */
export function readSearch(query: string): Search | undefined {
  const asks: SearchAsk[] = []
  const lists: Lists = { dids: [], domains: [], languages: [] }
  const filters: Filter[] = []
  for (const token of splitTokens(query)) {
    const isNot = token.length > 1 && token.startsWith('-')
    const ask = readAsk(isNot ? token.slice(1) : token, isNot)
    if (ask === 'elsewhere') return undefined
    if (ask !== undefined) {
      asks.push(ask)
      continue
    }
    const found = readToken(isNot ? token.slice(1) : token, isNot ? undefined : lists)
    if (found === 'elsewhere') return undefined
    if (found !== undefined) filters.push(isNot ? { type: 'none', of: [found] } : found)
  }
  const { dids, domains, languages } = lists
  if (dids.length > 0) filters.push({ type: 'authors', dids })
  if (domains.length > 0) filters.push({ type: 'domains', domains })
  if (languages.length > 0) filters.push({ type: 'languages', languages })
  return filters.some(({ type }) => /^(keywords|hashtags|authors|domains)$/.test(type)) ? { filters, asks } : undefined
}

function readAsk(token: string, isNot: boolean): SearchAsk | 'elsewhere' | undefined {
  const [, of = '', value = ''] = /^(to|mentions|since|until):"?(.+?)"?$/i.exec(token) ?? []
  const operator = of.toLowerCase()
  if (operator === 'to' || operator === 'mentions') {
    return isPerson(value) ? { of: 'mentions', did: value, isNot } : 'elsewhere'
  }
  if (operator !== 'since' && operator !== 'until') return undefined
  const at = /^\d{4}-\d\d-\d\d(T[\d:.]{5,12}Z?)?$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? 'elsewhere' : { of: operator, at, isNot }
}

function isPerson(value: string): boolean {
  return didPattern.test(value) || namePattern.test(value)
}

/** @param lists where one of many is enough; without them the token is a filter of its own */
function readToken(token: string, lists: Lists | undefined): Filter | 'elsewhere' | undefined {
  const [, hashtag] = /^#([^#"\s]*[^\p{N}\p{P}#"\s][^#"\s]*)$/u.exec(token) ?? []
  if (hashtag !== undefined) return { type: 'hashtags', tags: [hashtag.slice(0, longestWord)] }
  const [, name = '', value = ''] = /^([a-z]+):"?(.+?)"?$/i.exec(token) ?? []
  const operator = name.toLowerCase()
  if (elsewhere.test(operator)) return 'elsewhere'
  switch (operator) {
    case 'from':
    case 'author':
      return isPerson(value) ? note(lists?.dids, value, { type: 'authors', dids: [value] }) : 'elsewhere'
    case 'domain': {
      const domain = value.toLowerCase().replace(/^https?:\/\/|^www\.|\/.*$/g, '')
      return note(lists?.domains, domain, { type: 'domains', domains: [domain] })
    }
    case 'lang':
      return note(lists?.languages, value.toLowerCase(), { type: 'languages', languages: [value.toLowerCase()] })
    case 'tag':
      return { type: 'hashtags', tags: [value.slice(0, longestWord)] }
    case 'media':
      return { type: 'media', kinds: ['image', 'video'] }
    case 'video':
      return { type: 'media', kinds: ['video'] }
    case 'replies': {
      const reply: Filter = { type: 'kinds', kinds: ['reply'] }
      return value === 'none' ? { type: 'none', of: [reply] } : reply
    }
    default:
      return readWord(token)
  }
}

function note(list: string[] | undefined, value: string, alone: Filter): Filter | undefined {
  if (list === undefined) return alone
  if (!list.includes(value)) list.push(value)
  return undefined
}

function readWord(token: string): Filter | undefined {
  const word = token.replaceAll('"', ' ').trim().replace(/\s+/g, ' ').normalize('NFC').slice(0, longestWord)
  return /[\p{L}\p{N}\p{S}]/u.test(word) ? { type: 'keywords', words: [word], in: places } : undefined
}
