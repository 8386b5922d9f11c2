// A search as people type it → filters that the stream can be held against. Pure; what is typed is hostile.
import type { Filter } from './definition.ts'

/** Operators whose answer a post alone does not give: a search with one of them is left to whoever searches. */
const elsewhere = /^(mentions|to|url|quotes|since|until|thread|parent|following)$/
const didPattern = /^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%-]{1,200})$/
const mostTokens = 50
const longestWord = 100
const places: ('text' | 'alt' | 'links' | 'tags')[] = ['text', 'alt', 'links', 'tags']

/** Filters that name several things of which one must fit. */
type Lists = { dids: string[]; domains: string[]; languages: string[] }

/**
 * The shorthand of the search box as filters that must all hold: words, "phrases", #tags, -these, `from:` a DID, `lang:`,
 * `domain:`, `tag:`, `media:true`, `video:true`, `replies:none` and `replies:only`.
 * @returns undefined for a search that they cannot say, or that would take the whole network
 */
export function searchFilters(query: string): Filter[] | undefined {
  const tokens = query.replace(/[“”]/g, '"').match(/(?:"[^"]*"?|[^\s"])+/g) ?? []
  const lists: Lists = { dids: [], domains: [], languages: [] }
  const filters: Filter[] = []
  for (const token of tokens.slice(0, mostTokens)) {
    const isNot = token.length > 1 && token.startsWith('-')
    const found = readToken(isNot ? token.slice(1) : token, isNot ? undefined : lists)
    if (found === 'elsewhere') return undefined
    if (found !== undefined) filters.push(isNot ? { type: 'none', of: [found] } : found)
  }
  const { dids, domains, languages } = lists
  if (dids.length > 0) filters.push({ type: 'authors', dids })
  if (domains.length > 0) filters.push({ type: 'domains', domains })
  if (languages.length > 0) filters.push({ type: 'languages', languages })
  return filters.some(({ type }) => /^(keywords|hashtags|authors|domains)$/.test(type)) ? filters : undefined
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
      return didPattern.test(value) ? note(lists?.dids, value, { type: 'authors', dids: [value] }) : 'elsewhere'
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
