// Finds which of many words and phrases a text holds, in one pass over it (Aho and Corasick, 1975).
import { isWordBoundary } from './word-boundary.ts'

const none = -1

/** Edges `(node, UTF-16 unit) → node` in one open-addressing table: no object a node, no string a step. */
function createEdges(expected: number) {
  const bits = Math.ceil(Math.log2(Math.max(expected, 8) * 2))
  const size = 2 ** bits
  const keys = new Float64Array(size).fill(none)
  const targets = new Int32Array(size)
  const find = (node: number, unit: number) => {
    const key = node * 65536 + unit
    // Fibonacci hashing: the high bits of the product depend on every bit below.
    let slot = Math.imul(Math.imul(node, 0x9e3779b1) + unit, 0x85ebca6b) >>> (32 - bits)
    while (keys[slot] !== key && keys[slot] !== none) slot = (slot + 1) & (size - 1)
    return slot
  }
  return {
    get(node: number, unit: number): number {
      const slot = find(node, unit)
      return keys[slot] === none ? none : (targets[slot] as number)
    },
    set(node: number, unit: number, target: number): void {
      const slot = find(node, unit)
      keys[slot] = node * 65536 + unit
      targets[slot] = target
    },
  }
}

/** Tells of a word (its index), and whether it stood there as a whole word or inside of one. May tell it repeatedly. */
export type OnWord = (word: number, isWhole: boolean) => void

/**
 * Builds an automaton over folded, non-empty, distinct `words`.
 * @param isPartial of a word's index: whether it is also looked for inside of other words
 * @returns a function that tells which of them a folded text holds. Its time grows with the text and with what is
 *   found, not with the number of words.
 */
export function createWordAutomaton(
  words: string[],
  isPartial: (word: number) => boolean,
): (text: string, onWord: OnWord) => void {
  const most = words.reduce((sum, word) => sum + word.length, 1)
  const edges = createEdges(most)
  const parent = new Int32Array(most)
  const unitOf = new Uint16Array(most)
  const fallback = new Int32Array(most)
  /** Index of the word that ends at a node; and the next shorter suffix at which a word ends. */
  const wordAt = new Int32Array(most).fill(none)
  const shorter = new Int32Array(most).fill(none)
  const byDepth: number[][] = []
  let count = 1

  words.forEach((word, index) => {
    let node = 0
    for (let depth = 0; depth < word.length; depth++) {
      const unit = word.charCodeAt(depth)
      let next = edges.get(node, unit)
      if (next === none) {
        next = count++
        edges.set(node, unit, next)
        parent[next] = node
        unitOf[next] = unit
        const level = byDepth[depth] ?? []
        byDepth[depth] = level
        level.push(next)
      }
      node = next
    }
    wordAt[node] = index
  })

  /** Most steps end at the root: its edges have a table of their own. */
  const first = new Int32Array(65536)
  for (const node of byDepth[0] ?? []) first[unitOf[node] as number] = node

  const step = (from: number, unit: number): number => {
    for (let node = from; node !== 0; node = fallback[node] as number) {
      const next = edges.get(node, unit)
      if (next !== none) return next
    }
    return first[unit] as number
  }

  for (const node of byDepth.slice(1).flat()) {
    const back = step(fallback[parent[node] as number] as number, unitOf[node] as number)
    fallback[node] = back
    shorter[node] = wordAt[back] === none ? (shorter[back] as number) : back
  }

  const partial = Uint8Array.from(words, (_, word) => (isPartial(word) ? 1 : 0))
  const hasPartial = partial.includes(1)

  return (text, onWord) => {
    let node = 0
    for (let index = 0; index < text.length; index++) {
      node = step(node, text.charCodeAt(index))
      let end = wordAt[node] === none ? (shorter[node] as number) : node
      if (end === none) continue
      const closes = isWordBoundary(text, index + 1)
      if (!closes && !hasPartial) continue
      for (; end !== none; end = shorter[end] as number) {
        const word = wordAt[end] as number
        if (closes && isWordBoundary(text, index + 1 - (words[word] as string).length)) onWord(word, true)
        else if (partial[word] === 1) onWord(word, false)
      }
    }
  }
}
