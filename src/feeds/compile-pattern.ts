// The filter of regular expressions: RE2, tried only on posts that hold the letters which the expression needs.
import { type FilterPart, together } from './compile-filter.ts'
import { isFound, toWanted } from './compile-words.ts'
import type { Filter } from './definition.ts'
import type { FoundWords } from './facts.ts'
import { readPlace } from './post-facts.ts'
import { type Needed, readPattern } from './read-pattern.ts'
import { placeBits, type Triggers, type TriggerTable } from './triggers.ts'
import { settle, verdicts } from './verdict.ts'

type Pattern = Extract<Filter, { type: 'pattern' }>

export function compilePattern(table: TriggerTable, filter: Pattern): FilterPart {
  const { pattern, caseSensitive = false, in: places = ['text'] } = filter
  const read = readPattern(pattern, caseSensitive)
  if ('mistake' in read) return { test: () => verdicts.no, triggers: [] }
  const { expression, needed } = read
  const bits = places.reduce((sum, place) => sum | placeBits[place], 0)
  const { isPossible, triggers } = compileNeeded(table, needed, bits)
  return {
    triggers,
    test: ({ post, words }) =>
      settle(isPossible(words) && places.some((place) => expression.test(readPlace(post, place)))),
  }
}

/** What is needed may be spread over the places: this tells only where it is not worth looking. */
function compileNeeded(
  table: TriggerTable,
  needed: Needed | undefined,
  bits: number,
): { isPossible: (found: FoundWords) => boolean; triggers: Triggers } {
  if (needed === undefined) return { isPossible: () => true, triggers: undefined }
  if (typeof needed === 'string') {
    const triggers = table.parts([needed], bits)
    const wanted = toWanted(triggers)
    return { isPossible: (found) => isFound(found, wanted, bits), triggers }
  }
  if ('any' in needed) {
    const parts = needed.any.map((one) => compileNeeded(table, one, bits))
    const isPossible = (found: FoundWords) => parts.some((part) => part.isPossible(found))
    return { isPossible, triggers: together(parts.map(({ triggers }) => triggers)) }
  }
  // The longest first: it is the rarest.
  const parts = needed.all.toSorted((a, b) => lengthOf(b) - lengthOf(a)).map((one) => compileNeeded(table, one, bits))
  return { isPossible: (found) => parts.every((part) => part.isPossible(found)), triggers: parts[0]?.triggers }
}

/** Of the shortest string that may do. */
function lengthOf(needed: Needed): number {
  if (typeof needed === 'string') return needed.length
  return 'any' in needed ? Math.min(...needed.any.map(lengthOf)) : Math.max(...needed.all.map(lengthOf))
}
