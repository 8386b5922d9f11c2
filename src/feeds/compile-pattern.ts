// The filter of regular expressions: RE2, tried only on posts that hold the letters which the expression needs.
import type { FilterPart } from './compile-filter.ts'
import type { Filter } from './definition.ts'
import { readPlace } from './post-facts.ts'
import { readPattern } from './read-pattern.ts'
import { placeBits, type TriggerTable } from './triggers.ts'
import { settle, verdicts } from './verdict.ts'

type Pattern = Extract<Filter, { type: 'pattern' }>

export function compilePattern(table: TriggerTable, filter: Pattern): FilterPart {
  const { pattern, caseSensitive = false, in: places = ['text'] } = filter
  const read = readPattern(pattern, caseSensitive)
  if ('mistake' in read) return { test: () => verdicts.no, triggers: [] }
  const { expression, needed } = read
  const bits = places.reduce((sum, place) => sum | placeBits[place], 0)
  return {
    triggers: needed && table.words(needed, bits, true),
    test: ({ post }) => settle(places.some((place) => expression.test(readPlace(post, place)))),
  }
}
