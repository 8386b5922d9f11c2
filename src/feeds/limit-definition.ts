// Bounds of a definition as a whole: what each of its parts is allowed, they may not be allowed together.
import type { Definition, Filter, Mistake } from './definition.ts'
import { readPattern } from './read-pattern.ts'

const most = { people: 20_000, words: 2000, patterns: 10 }
/** Of a document from outside, before anything else looks at it: entries of one list, and of everything in it. */
const mostInList = 10_000
const mostInAll = 100_000
/** Levels of lists and objects: far more than filters inside of filters are allowed to have. */
const mostDepth = 40

/** A list or a document so large that even checking it would take long; undefined when there is none. */
export function findOversize(document: unknown): Mistake | undefined {
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: document, path: '', depth: 0 }]
  let left = mostInAll
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path, depth } = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > mostDepth) return { path, message: 'This goes too deep.' }
    const entries = Array.isArray(value) ? value : Object.values(value)
    if (entries.length > mostInList) {
      return {
        path,
        message: `This is too long: it has ${inWords(entries.length)} entries, ${inWords(mostInList)} at most.`,
      }
    }
    left -= entries.length
    if (left < 0)
      return { path: '', message: `This is too large: it has more than ${inWords(mostInAll)} entries in all.` }
    const keys = Array.isArray(value) ? undefined : Object.keys(value)
    const inner = (index: number) => [path, keys?.[index] ?? index].filter((part) => part !== '').join('.')
    for (const [index, entry] of entries.entries()) {
      if (typeof entry === 'object' && entry !== null)
        waiting.push({ value: entry, path: inner(index), depth: depth + 1 })
    }
  }
  return undefined
}

/** What is too much taken together. */
export function findExcess({ sources, filters }: Pick<Definition, 'sources' | 'filters'>): Mistake[] {
  const counts = { people: 0, words: 0, patterns: 0 }
  for (const source of sources) if (source.type === 'authors') counts.people += source.dids.length
  const count = (filter: Filter): void => {
    if ('of' in filter && Array.isArray(filter.of)) filter.of.forEach(count)
    else if (filter.type === 'authors') counts.people += filter.dids.length
    else if (filter.type === 'keywords') counts.words += filter.words.length
    else if (filter.type === 'pattern') counts.patterns++
  }
  filters.forEach(count)
  const names = { people: 'people by name', words: 'keywords', patterns: 'patterns' }
  return (Object.keys(most) as (keyof typeof most)[])
    .filter((key) => counts[key] > most[key])
    .map((key) => ({ path: '', message: `A feed has at most ${inWords(most[key])} ${names[key]} in all.` }))
}

/** Whether few posts of the network can pass, so that not all of it has to be looked at one by one. */
export function narrows(filter: Filter): boolean {
  switch (filter.type) {
    case 'all':
      return filter.of.some(narrows)
    case 'any':
      return filter.of.every(narrows)
    case 'keywords':
      return filter.partial !== true || filter.words.every((word) => /[^\0-\x7f]|.{3}/u.test(word))
    case 'pattern': {
      const read = readPattern(filter.pattern)
      return 'needed' in read && read.needed !== undefined
    }
    case 'hashtags':
    case 'authors':
    case 'list':
    case 'privateList':
    case 'domains':
    case 'labels':
      return true
    case 'engagement':
      return (filter.atLeast ?? 0) > 0
    default:
      return false
  }
}

function inWords(number: number): string {
  return number.toLocaleString('en')
}
