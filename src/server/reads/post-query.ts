// Shorthand ↔ filters: "boats from:ines.test since:2026-01-01 -#sale" and back. Pure; what is typed is hostile.
import type { PostQuery, QueryLists, QueryProblem } from '#types/post-query.ts'
import {
  type Check,
  dateCheck,
  domainCheck,
  langCheck,
  personCheck,
  recordCheck,
  tagCheck,
  urlCheck,
} from './query-values.ts'

export type ParsedQuery = { query: PostQuery; problems: QueryProblem[] }

/** Nobody types more; what is longer is cut. UTF-16 units. */
const longest = 2000
/** The AppView takes no endless lists. */
const mostValues = 10

const lists: Record<keyof QueryLists, Check> = {
  author: personCheck,
  mentions: personCheck,
  domain: domainCheck,
  url: urlCheck,
  tag: tagCheck,
  lang: langCheck,
  quotes: recordCheck,
}
const singles = { since: dateCheck, until: dateCheck, thread: recordCheck, parent: recordCheck } as const
const switches = ['media', 'video', 'following'] as const
/** What people know from elsewhere, and how lists are written out. */
const aliases: Record<string, string> = { from: 'author', to: 'mentions' }
const listNames = Object.keys(lists) as (keyof QueryLists)[]
const singleNames = Object.keys(singles) as (keyof typeof singles)[]

/** A search that asks for nothing. */
export function emptyQuery(): PostQuery {
  const none = (): QueryLists => ({ author: [], mentions: [], domain: [], url: [], tag: [], lang: [], quotes: [] })
  return { words: '', only: none(), not: none(), media: false, video: false, following: false }
}

/** Reads shorthand. Operators that nobody knows, and known ones without a value, stay words. */
export function parseQuery(shorthand: string): ParsedQuery {
  const parsed: ParsedQuery = { query: emptyQuery(), problems: [] }
  const words = tokensOf(shorthand.slice(0, longest)).filter((token) => !readToken(parsed, token))
  parsed.query.words = words.join(' ')
  checkOrder(parsed)
  return parsed
}

/**
 * Reads the parameters of an address: `q` in shorthand, and the filters under the names bsky.app gives them (author,
 * mentions, domain, url, tag, each with its exclude…, lang, since, until, replies, media, video, following).
 * @returns `hasFields` says whether a filter stood beside `q`
 */
export function readQuery(params: URLSearchParams): ParsedQuery & { hasFields: boolean } {
  const parsed = parseQuery(params.get('q') ?? '')
  let hasFields = false
  const field = (name: string) => {
    hasFields ||= params.has(name)
    return (params.get(name) ?? '').slice(0, longest).trim()
  }
  for (const name of listNames) {
    const exclude = `exclude${name[0]?.toUpperCase()}${name.slice(1)}`
    for (const typed of split(field(name), name)) addToList(parsed, 'only', name, typed)
    for (const typed of split(field(exclude), name)) addToList(parsed, 'not', name, typed)
  }
  for (const name of [...singleNames, 'replies', ...switches]) {
    const typed = field(name)
    if (typed !== '') setSingle(parsed, name, typed)
  }
  checkOrder(parsed)
  return { ...parsed, hasFields }
}

/** Writes a search out in shorthand; parseQuery gives the same search again. */
export function formatQuery(query: PostQuery): string {
  const names: Record<string, string> = { author: 'from:', tag: '#' }
  const written = (sign: '' | '-', values: QueryLists) =>
    listNames.flatMap((name) => values[name].map((value) => `${sign}${names[name] ?? `${name}:`}${value}`))
  return [
    query.words,
    ...written('', query.only),
    ...written('-', query.not),
    ...[...singleNames, 'replies' as const].flatMap((name) => (query[name] ? [`${name}:${query[name]}`] : [])),
    ...switches.filter((name) => query[name]).map((name) => `${name}:true`),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** Whether it has a filter; words alone are none. */
export function hasFilters(query: PostQuery): boolean {
  return formatQuery({ ...query, words: '' }) !== ''
}

/** Parts between spaces; "a phrase" is one part, and is closed where it was not. */
function tokensOf(text: string): string[] {
  const clean = text
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[“”]/g, '"')
  const tokens = clean.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []
  return tokens
    .map((token) => (token.split('"').length % 2 === 0 ? `${token}"` : token))
    .filter((token) => !/^-?"\s*"$/.test(token))
}

/** Whether `token` was a filter; it is in `parsed` then, as one or as a problem. */
function readToken(parsed: ParsedQuery, token: string): boolean {
  const side = token.startsWith('-') ? 'not' : 'only'
  const bare = side === 'not' ? token.slice(1) : token
  // "#1" is no hashtag on the network.
  if (/^#[^#"]*[^\p{N}\p{P}#"][^#"]*$/u.test(bare)) return addToList(parsed, side, 'tag', bare)
  const [, written = '', typed = ''] = /^([a-z]+):(.+)$/i.exec(bare) ?? []
  const name = aliases[written.toLowerCase()] ?? written.toLowerCase()
  const value = typed.replace(/^"(.*)"$/, '$1').trim()
  if (value === '') return false
  if (isList(name)) return addToList(parsed, side, name, value)
  return side === 'only' && setSingle(parsed, name, value)
}

function isList(name: string): name is keyof QueryLists {
  return Object.hasOwn(lists, name)
}

function addToList(parsed: ParsedQuery, side: 'only' | 'not', name: keyof QueryLists, typed: string): true {
  const value = lists[name].read(typed)
  const known = parsed.query[side][name]
  const field = side === 'only' ? name : `exclude${name[0]?.toUpperCase()}${name.slice(1)}`
  if (value === undefined) note(parsed, field, typed, lists[name].sentence)
  else if (known.length >= mostValues) note(parsed, field, '', `At most ${mostValues} of these fit into one search.`)
  else if (!known.includes(value)) known.push(value)
  return true
}

/** Whether `name` takes this value or says what is wrong with it; the later of two counts. */
function setSingle({ query, problems }: ParsedQuery, name: string, typed: string): boolean {
  if (name === 'replies' && (typed === 'none' || typed === 'only')) query.replies = typed
  else if (switches.includes(name as (typeof switches)[number])) {
    if (typed !== 'true') return false
    query[name as (typeof switches)[number]] = true
  } else if (Object.hasOwn(singles, name)) {
    const single = name as keyof typeof singles
    const value = singles[single].read(typed)
    if (value === undefined) note({ problems }, name, typed, singles[single].sentence)
    else query[single] = value
  } else return false
  return true
}

function checkOrder({ query: { since, until }, problems }: ParsedQuery): void {
  if (since === undefined || until === undefined || Date.parse(since) < Date.parse(until)) return
  note({ problems }, 'until', until, 'This is not after the day it begins, so nothing can fit.')
}

function note({ problems }: Pick<ParsedQuery, 'problems'>, field: string, typed: string, sentence: string): void {
  const known = problems.find((problem) => problem.field === field)
  if (!known) problems.push({ field, typed, sentence })
  else if (typed !== '' && typed !== known.typed) known.typed = `${known.typed} ${typed}`.trim().slice(0, longest)
}

/** The values of a field; commas part them where none can be inside. */
function split(text: string, name: keyof QueryLists): string[] {
  return text.split(name === 'url' || name === 'quotes' ? /\s+/ : /[\s,]+/).filter((part) => part !== '')
}
