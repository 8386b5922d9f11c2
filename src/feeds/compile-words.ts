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
  const wanted = toWanted(partial ? table.parts(words, bits) : table.words(words, bits))
  /** Where case counts, spellings of one word share a number: all of them are looked for. */
  const exact = caseSensitive ? words.map(tidyText) : []
  return {
    triggers: wanted.list,
    test: ({ words: found, post }) => {
      if (!isFound(found, wanted, bits)) return settle(false)
      if (!caseSensitive) return settle(true)
      return settle(places.some((place) => holdsOne(tidyText(readPlace(post, place)), exact, partial)))
    },
  }
}

/** Numbers of words, each once: few are walked, many are looked up. */
export type Wanted = { list: number[]; set: Set<number> | undefined }

export function toWanted(numbers: number[]): Wanted {
  const set = new Set(numbers)
  return { list: [...set], set: set.size > 16 ? set : undefined }
}

/** Whether one of the words stands in one of the places. Walks the smaller: feeds have few words, or posts have. */
export function isFound({ numbers, bits }: FoundWords, { list, set }: Wanted, mask: number): boolean {
  if (set === undefined || set.size <= numbers.length) {
    for (const number of list) if (((bits[number] ?? 0) & mask) !== 0) return true
    return false
  }
  for (const number of numbers) if (((bits[number] ?? 0) & mask) !== 0 && set.has(number)) return true
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
