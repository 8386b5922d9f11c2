// The filter of keywords: found by the automaton in every case, looked at again where case counts.
import type { FilterPart } from './compile-filter.ts'
import type { Filter } from './definition.ts'
import { tidyText } from './fold-text.ts'
import { readPlace } from './post-facts.ts'
import { partialShift, placeBits, type TriggerTable } from './triggers.ts'
import { settle } from './verdict.ts'
import { isWordBoundary } from './word-boundary.ts'

type Keywords = Extract<Filter, { type: 'keywords' }>

export function compileWords(table: TriggerTable, filter: Keywords): FilterPart {
  const { words, caseSensitive = false, partial = false, in: places = ['text'] } = filter
  const bits = places.reduce((sum, place) => sum | placeBits[place], 0)
  const mask = partial ? bits << partialShift : bits
  const numbers = table.words(words, bits, partial)
  const wanted = new Set(numbers)
  /** Where case counts, spellings of one word share a number: all of them are looked for. */
  const exact = caseSensitive ? words.map(tidyText) : []
  return {
    triggers: [...wanted],
    test: ({ words: found, post }) => {
      if (!isFound(found, wanted, mask)) return settle(false)
      if (!caseSensitive) return settle(true)
      return settle(places.some((place) => holdsOne(tidyText(readPlace(post, place)), exact, partial)))
    },
  }
}

/** Whether one of the words stands in one of the places. Walks the smaller: feeds have few words, or posts have. */
export function isFound(found: Map<number, number>, wanted: Set<number>, mask: number): boolean {
  if (wanted.size <= found.size) {
    for (const number of wanted) if (((found.get(number) ?? 0) & mask) !== 0) return true
    return false
  }
  for (const [number, bits] of found) if ((bits & mask) !== 0 && wanted.has(number)) return true
  return false
}

function holdsOne(text: string, words: string[], isPartial: boolean): boolean {
  return words.some((word) => {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      if (isPartial || (isWordBoundary(text, at) && isWordBoundary(text, at + word.length))) return true
    }
    return false
  })
}
