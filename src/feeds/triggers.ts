// What can make a feed want a post, each thing with a number: tags, words, domains, people, replied and quoted posts.
import { foldText } from './fold-text.ts'
import { createPartIndex } from './part-index.ts'
import { createPeopleLists } from './people-lists.ts'
import type { Place } from './post-facts.ts'
import { createWordSplitter } from './split-words.ts'
import { createWordTree } from './word-tree.ts'

/** Numbers without one of which a feed cannot want a post; undefined when there is no such set. */
export type Triggers = number[] | undefined

export const placeBits: Record<Place, number> = { text: 1, alt: 2, links: 4, tags: 8 }

const kinds = ['tag', 'domain', 'reply', 'quote', 'set', 'brought'] as const
type Kind = (typeof kinds)[number]

export type TriggerTable = ReturnType<typeof createTriggerTable>

/** Numbers are given as they are asked for, and never again to something else. */
export function createTriggerTable() {
  let count = 0
  const byKind = Object.fromEntries(kinds.map((kind) => [kind, new Map<string, number>()])) as Record<
    Kind,
    Map<string, number>
  >
  const words = createWordTree(createWordSplitter())
  const parts = createPartIndex()
  const people = createPeopleLists()
  /** How many feeds use a number, and what to do when none does any more. */
  const uses = new Map<number, { feeds: number; forget: () => void }>()
  let places = 0
  const found = { numbers: [] as number[], bits: new Uint8Array(1024) }
  let using = new Set<number>()

  function use(number: number, forget: () => void): number {
    if (using.has(number)) return number
    using.add(number)
    const known = uses.get(number)
    if (known === undefined) uses.set(number, { feeds: 1, forget })
    else known.feeds++
    return number
  }

  function numberOf(kind: Kind, key: string): number {
    const number = byKind[kind].get(key) ?? count++
    byKind[kind].set(key, number)
    return use(number, () => byKind[kind].delete(key))
  }

  function numberOfText(index: typeof words | typeof parts, text: string): number {
    const known = index.find(text)
    const number = known ?? count++
    if (known === undefined) index.add(text, number)
    return use(number, () => index.remove(text))
  }

  return {
    numberOf,
    tags: (tags: string[]) => tags.map((tag) => numberOf('tag', foldText(tag))),
    /** Whole words and phrases. @param wanted bits of places */
    words(list: string[], wanted: number): number[] {
      places |= wanted
      return list.map((word) => numberOfText(words, foldText(word)))
    },
    /** Strings anywhere, inside of words too. @param wanted bits of places */
    parts(list: string[], wanted: number): number[] {
      places |= wanted
      return list.map((part) => numberOfText(parts, foldText(part)))
    },
    /** People by name: feeds that name the same ones share one number, and one entry a person. */
    people(dids: string[]): number {
      const number = people.numberOf(dids, () => count++)
      return use(number, () => people.remove(number))
    },
    /** Numbers asked for by `compile`, to be given to `release` when they are needed no more. */
    collect<Result>(compile: () => Result): { result: Result; used: Set<number> } {
      using = new Set()
      return { result: compile(), used: using }
    },
    release(used: Set<number>): void {
      for (const number of used) {
        const known = uses.get(number)
        if (known === undefined || --known.feeds > 0) continue
        uses.delete(number)
        known.forget()
      }
    },
    find: (kind: Kind, key: string) => byKind[kind].get(key),
    has: (kind: Kind) => byKind[kind].size > 0,
    listsOf: people.listsOf,
    /** What the last post held is forgotten: see FoundWords. */
    clearWords() {
      if (found.bits.length < count) found.bits = new Uint8Array(count * 2)
      else for (const number of found.numbers) found.bits[number] = 0
      found.numbers = []
      return found
    },
    scanWords: words.scan,
    scanParts: parts.scan,
    isCompactionDue: parts.isDue,
    compact: parts.compact,
    /** Bits of the places where anybody looks for words. */
    places: () => places,
  }
}

/** Whether two sets have something in common. Walks the smaller: what was found is little, what is wanted may be much. */
export function meet(found: Set<number>, wanted: Set<number>): boolean {
  const [few, many] = found.size < wanted.size ? [found, wanted] : [wanted, found]
  for (const one of few) if (many.has(one)) return true
  return false
}
