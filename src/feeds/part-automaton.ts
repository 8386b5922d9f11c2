// Finds which of many strings a text holds anywhere, in one pass over it (Aho and Corasick, 1975).

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

/** Tells the index of every string that a text holds; of one that is there twice twice. */
export type FindParts = (text: string, onPart: (index: number) => void) => void

/** UTF-16 units between two slices: one or two milliseconds. */
const slice = 10_000

/**
 * Builds an automaton over folded, non-empty, distinct `words`, in slices.
 * @returns a function whose time grows with the text and with what is found, not with the number of words
 */
export function* buildPartAutomaton(words: string[]): Generator<void, FindParts> {
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
  let work = 0

  for (const [index, word] of words.entries()) {
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
    work += word.length
    if (work > slice) {
      work = 0
      yield
    }
  }

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

  for (const level of byDepth.slice(1)) {
    for (const node of level) {
      const back = step(fallback[parent[node] as number] as number, unitOf[node] as number)
      fallback[node] = back
      shorter[node] = wordAt[back] === none ? (shorter[back] as number) : back
      if (++work > slice) {
        work = 0
        yield
      }
    }
  }

  return (text, onPart) => {
    let node = 0
    for (let index = 0; index < text.length; index++) {
      node = step(node, text.charCodeAt(index))
      let end = wordAt[node] === none ? (shorter[node] as number) : node
      for (; end !== none; end = shorter[end] as number) onPart(wordAt[end] as number)
    }
  }
}
