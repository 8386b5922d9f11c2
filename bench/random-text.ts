// Words of a made-up language by Zipf's law, for benchmarks: the same on every machine.

export type RandomText = {
  /** From 0 up to, not including, 1. */
  random: () => number
  /** A word as often as it is used. */
  speak: () => string
  /** Any word but the 300 most frequent, and, unless `most` says otherwise, however rare. */
  rare: (most?: number) => string
}

const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'zu', 'cha', 'ster', 'in', 'gro', 'pel', 'un']
const frequent = 300

/** Texts that differ by `seed` only. */
export function createRandomText(seed: number): RandomText {
  let state = seed
  /** Numerical Recipes' generator. */
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const makeWord = () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(syllables)).join('')
  const vocabulary = [...new Set(Array.from({ length: 30_000 }, makeWord))]
  return {
    random,
    speak: () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] as string,
    rare: (most = vocabulary.length - frequent) => vocabulary[frequent + Math.floor(random() * most)] as string,
  }
}
