// Which whole words and phrases a text holds: a tree of the pieces that words are cut into.
import type { SplitWords } from './split-words.ts'

/** What follows: right behind it, or after the space between two words, which has no node of its own. */
type Node = { number: number | undefined; next: Level | undefined; spaced: Level | undefined }
type Level = Map<string, Node>

/** Words come and go at any time. They are folded, trimmed and not empty; each has a number. */
export function createWordTree(split: SplitWords) {
  const root: Level = new Map()

  /** The levels that lead to a word, with the key in each. @param make makes what is missing */
  function findPath(text: string, make: boolean): { level: Level; piece: string }[] | undefined {
    const path: { level: Level; piece: string }[] = []
    let level: Level = root
    let isSpaced = false
    for (const piece of split(text)) {
      const above = path.at(-1)
      const node = above?.level.get(above.piece)
      if (node !== undefined && piece === ' ' && !isSpaced) {
        isSpaced = true
        continue
      }
      if (node !== undefined) {
        const found = isSpaced ? node.spaced : node.next
        if (found === undefined && !make) return undefined
        level = found ?? new Map()
        if (isSpaced) node.spaced = level
        else node.next = level
      }
      isSpaced = false
      if (!level.has(piece)) {
        if (!make) return undefined
        level.set(piece, { number: undefined, next: undefined, spaced: undefined })
      }
      path.push({ level, piece })
    }
    return path
  }

  const nodeOf = (path: { level: Level; piece: string }[] | undefined) => {
    const last = path?.at(-1)
    return last?.level.get(last.piece)
  }

  function scanFrom(pieces: string[], at: number, node: Node, onWord: (number: number) => void): void {
    if (node.number !== undefined) onWord(node.number)
    if (at + 1 >= pieces.length) return
    const next = node.next?.get(pieces[at + 1] as string)
    if (next !== undefined) scanFrom(pieces, at + 1, next, onWord)
    if (node.spaced === undefined || at + 2 >= pieces.length || pieces[at + 1] !== ' ') return
    const spaced = node.spaced.get(pieces[at + 2] as string)
    if (spaced !== undefined) scanFrom(pieces, at + 2, spaced, onWord)
  }

  return {
    add(text: string, number: number): void {
      const node = nodeOf(findPath(text, true))
      if (node !== undefined) node.number = number
    },
    find: (text: string): number | undefined => nodeOf(findPath(text, false))?.number,
    remove(text: string): void {
      const path = findPath(text, false)
      const node = nodeOf(path)
      if (path === undefined || node === undefined) return
      node.number = undefined
      for (const { level, piece } of path.toReversed()) {
        const { number, next, spaced } = level.get(piece) as Node
        if (number !== undefined || (next?.size ?? 0) > 0 || (spaced?.size ?? 0) > 0) return
        level.delete(piece)
      }
    },
    /** Tells of every word in a folded text, of one that stands there twice twice. */
    scan(text: string, onWord: (number: number) => void): void {
      if (root.size === 0) return
      const pieces = split(text)
      for (let at = 0; at < pieces.length; at++) {
        if (pieces[at] === ' ') continue
        const node = root.get(pieces[at] as string)
        if (node !== undefined) scanFrom(pieces, at, node, onWord)
      }
    },
  }
}
