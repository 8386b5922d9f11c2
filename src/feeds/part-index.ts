// Strings that are looked for inside of words too: they come and go one by one, their automaton is built now and then.
import { buildPartAutomaton, type FindParts } from './part-automaton.ts'

type Unit = { find: FindParts; numbers: number[] }

/** Strings that the small automaton may hold; it is built anew, at once, after every change. */
const mostFresh = 2000

/**
 * Two automata: a large one, and a small one for what came since. `compact` makes one of both, in slices. What went is
 * found until then, under a number that means nothing any more.
 */
export function createPartIndex() {
  const parts = new Map<string, number>()
  let fresh = new Map<string, number>()
  let built = 0
  let gone = 0
  let large: Unit | undefined
  let small: Unit | undefined
  let isStale = false

  return {
    find: (text: string) => parts.get(text),
    /** @param text folded; not among them yet */
    add(text: string, number: number): void {
      parts.set(text, number)
      fresh.set(text, number)
      isStale = true
    },
    remove(text: string): void {
      if (!parts.delete(text)) return
      if (fresh.delete(text)) isStale = true
      else gone++
    },
    scan(text: string, onPart: (number: number) => void): void {
      if (isStale) small = runThrough(build(fresh))
      isStale = false
      for (const unit of [large, small]) unit?.find(text, (index) => onPart(unit.numbers[index] as number))
    },
    isDue: () => fresh.size > mostFresh || gone > Math.max(mostFresh, built / 2),
    /** @yields after every slice of some milliseconds; strings may come and go in between */
    *compact(): Generator<void, void> {
      const snapshot = new Map(parts)
      const unit = yield* build(snapshot)
      large = unit
      built = snapshot.size
      gone = 0
      fresh = new Map([...parts].filter(([text, number]) => snapshot.get(text) !== number))
      isStale = true
    },
  }
}

function* build(entries: Map<string, number>): Generator<void, Unit | undefined> {
  if (entries.size === 0) return undefined
  const find = yield* buildPartAutomaton([...entries.keys()])
  return { find, numbers: [...entries.values()] }
}

/** Takes every slice at once. */
export function runThrough<Result>(slices: Generator<void, Result>): Result {
  for (;;) {
    const step = slices.next()
    if (step.done) return step.value
  }
}
