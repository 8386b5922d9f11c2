// The filter of keywords: found by the automaton in every case, looked at again where case counts.
import type { FilterPart } from './compile-filter.ts'
import type { Filter } from './definition.ts'
import type { FoundWords } from './facts.ts'
import { tidyText } from './fold-text.ts'
import { readPlace } from './post-facts.ts'
import { placeBits, type TriggerTable } from './triggers.ts'
import { settle } from './verdict.ts'
import { isWordBoundary } from './word-boundary.ts'

type Keywords = Extract<Filter, { type: 'keywords' }>

export function compileWords(table: TriggerTable, filter: Keywords): FilterPart {
  const { words, caseSensitive = false, partial = false, in: places = ['text'] } = filter
  const bits = places.reduce((sum, place) => sum | placeBits[place], 0)
  const wanted = new Set(partial ? table.parts(words, bits) : table.words(words, bits))
  /** Where case counts, spellings of one word share a number: all of them are looked for. */
  const exact = caseSensitive ? words.map(tidyText) : []
  return {
    triggers: [...wanted],
    test: ({ words: found, post }) => {
      if (!isFound(found, wanted, bits)) return settle(false)
      if (!caseSensitive) return settle(true)
      return settle(places.some((place) => holdsOne(tidyText(readPlace(post, place)), exact, partial)))
    },
  }
}

/** Whether one of the words stands in one of the places. Walks the smaller: feeds have few words, or posts have. */
export function isFound({ numbers, bits }: FoundWords, wanted: Set<number>, mask: number): boolean {
  if (wanted.size <= numbers.length) {
    for (const number of wanted) if (((bits[number] ?? 0) & mask) !== 0) return true
    return false
  }
  return numbers.some((number) => ((bits[number] ?? 0) & mask) !== 0 && wanted.has(number))
}

function holdsOne(text: string, words: string[], isPartial: boolean): boolean {
  return words.some((word) => {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      if (isPartial || (isWordBoundary(text, at) && isWordBoundary(text, at + word.length))) return true
    }
    return false
  })
}
