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
  const byNumber = new Map(numbers.map((number, index) => [number, index]))
  /** Where case counts, spellings of one word share a number: all of them are looked for. */
  const exact = caseSensitive ? words.map(tidyText) : []
  return {
    triggers: [...byNumber.keys()],
    test: ({ words: found, post }) => {
      for (const [number, bits] of found) {
        if ((bits & mask) === 0 || !byNumber.has(number)) continue
        if (!caseSensitive) return settle(true)
        return settle(places.some((place) => holdsOne(tidyText(readPlace(post, place)), exact, partial)))
      }
      return settle(false)
    },
  }
}

function holdsOne(text: string, words: string[], isPartial: boolean): boolean {
  return words.some((word) => {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      if (isPartial || (isWordBoundary(text, at) && isWordBoundary(text, at + word.length))) return true
    }
    return false
  })
}
