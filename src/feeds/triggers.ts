// What can make a feed want a post, each thing with a number: tags, words, domains, people, replied and quoted posts.
import { foldText } from './fold-text.ts'
import type { Place } from './post-facts.ts'

/** Numbers without one of which a feed cannot want a post; undefined when there is no such set. */
export type Triggers = number[] | undefined

export const placeBits: Record<Place, number> = { text: 1, alt: 2, links: 4, tags: 8 }
/** Shifts the bits of places to say “inside of a word”. */
export const partialShift = 4

type Kind = 'tag' | 'domain' | 'reply' | 'quote' | 'set' | 'brought'

export type TriggerTable = ReturnType<typeof createTriggerTable>

/** Numbers are given as they are asked for; the same thing always has the same. */
export function createTriggerTable() {
  let count = 0
  const byKind: Record<Kind, Map<string, number>> = {
    tag: new Map(),
    domain: new Map(),
    reply: new Map(),
    quote: new Map(),
    set: new Map(),
    brought: new Map(),
  }
  const words = new Map<string, number>()
  const partial = new Set<number>()
  const listsByText = new Map<string, number>()
  const listsOf = new Map<string, number[]>()
  let places = 0
  const numberIn = (map: Map<string, number>, key: string) => {
    const known = map.get(key)
    if (known !== undefined) return known
    map.set(key, count)
    return count++
  }
  return {
    numberOf: (kind: Kind, key: string) => numberIn(byKind[kind], key),
    tags: (tags: string[]) => tags.map((tag) => numberIn(byKind.tag, foldText(tag))),
    /** @param wanted bits of places */
    words(list: string[], wanted: number, isPartial: boolean): number[] {
      places |= wanted
      const numbers = list.map((word) => numberIn(words, foldText(word)))
      if (isPartial) for (const number of numbers) partial.add(number)
      return numbers
    },
    /** People by name: feeds that name the same ones share one number, and one entry a person. */
    people(dids: string[]): number {
      const text = dids.toSorted().join()
      const known = listsByText.get(text)
      if (known !== undefined) return known
      const number = numberIn(listsByText, text)
      for (const did of new Set(dids)) {
        const lists = listsOf.get(did)
        if (lists === undefined) listsOf.set(did, [number])
        else lists.push(number)
      }
      return number
    },
    find: (kind: Kind, key: string) => byKind[kind].get(key),
    has: (kind: Kind) => byKind[kind].size > 0,
    listsOf: (did: string) => listsOf.get(did),
    /** Folded words in the order of their numbers, these numbers, and where words are looked for. */
    allWords: () => ({ texts: [...words.keys()], numbers: [...words.values()], partial, places }),
    size: () => count,
  }
}

/** Whether two sets have something in common. Walks the smaller: what was found is little, what is wanted may be much. */
export function meet(found: Set<number>, wanted: Set<number>): boolean {
  const [few, many] = found.size < wanted.size ? [found, wanted] : [wanted, found]
  for (const one of few) if (many.has(one)) return true
  return false
}
