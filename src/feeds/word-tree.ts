// Which whole words and phrases a text holds: a tree of the pieces that words are cut into.
import type { SplitWords } from './split-words.ts'

type Node = { number: number | undefined; next: Map<string, Node> | undefined }

/** Words come and go at any time. They are folded and not empty; each has a number. */
export function createWordTree(split: SplitWords) {
  const root = new Map<string, Node>()

  /** Nodes from the first piece to the last; shorter when the word is not there. */
  function pathOf(pieces: string[]): Node[] {
    const path: Node[] = []
    let level: Map<string, Node> | undefined = root
    for (const piece of pieces) {
      const node: Node | undefined = level?.get(piece)
      if (node === undefined) break
      path.push(node)
      level = node.next
    }
    return path
  }

  return {
    add(text: string, number: number): void {
      let level = root
      let node: Node | undefined
      for (const piece of split(text)) {
        if (node !== undefined) {
          node.next ??= new Map()
          level = node.next
        }
        node = level.get(piece) ?? { number: undefined, next: undefined }
        level.set(piece, node)
      }
      if (node !== undefined) node.number = number
    },
    find: (text: string): number | undefined => {
      const pieces = split(text)
      const path = pathOf(pieces)
      return path.length === pieces.length ? path.at(-1)?.number : undefined
    },
    remove(text: string): void {
      const pieces = split(text)
      const path = pathOf(pieces)
      const last = path.length === pieces.length ? path.at(-1) : undefined
      if (last === undefined) return
      last.number = undefined
      for (let depth = path.length - 1; depth >= 0; depth--) {
        const { number, next } = path[depth] as Node
        if (number !== undefined || next !== undefined) return
        const above = depth === 0 ? undefined : path[depth - 1]
        const level = above === undefined ? root : above.next
        level?.delete(pieces[depth] as string)
        if (above !== undefined && level?.size === 0) above.next = undefined
      }
    },
    /** Tells of every word in a folded text, of one that stands there twice twice. */
    scan(text: string, onWord: (number: number) => void): void {
      if (root.size === 0) return
      const pieces = split(text)
      for (let start = 0; start < pieces.length; start++) {
        let node = root.get(pieces[start] as string)
        for (let next = start + 1; node !== undefined; next++) {
          if (node.number !== undefined) onWord(node.number)
          if (node.next === undefined || next === pieces.length) break
          node = node.next.get(pieces[next] as string)
        }
      }
    },
  }
}
