// Cuts a text of any script where a word may begin or end: see word-boundary.ts, which says the same of one place.

const [word, mark, unspaced, known] = [1, 2, 4, 8]
const isWord = /^[\p{L}\p{N}\p{M}]/u
const isMark = /^\p{M}/u
const isUnspaced = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

export type SplitWords = (text: string) => string[]

/** @returns a function that cuts well-formed text; what it learns about characters it keeps. */
export function createWordSplitter(): SplitWords {
  const classes = new Uint8Array(0x110000)

  function classify(point: number): number {
    const character = String.fromCodePoint(point)
    let found = known
    if (isWord.test(character)) found |= word
    if (isMark.test(character)) found |= mark
    if (isUnspaced.test(character)) found |= unspaced
    classes[point] = found
    return found
  }

  return (text) => {
    const parts: string[] = []
    let from = 0
    let before = -1
    for (let at = 0; at < text.length; ) {
      const unit = text.charCodeAt(at)
      const point = (unit & 0xfc00) === 0xd800 ? (text.codePointAt(at) as number) : unit
      const after = classes[point] || classify(point)
      if (before !== -1 && isCut(before, after)) {
        parts.push(text.slice(from, at))
        from = at
      }
      before = after
      at += point > 0xffff ? 2 : 1
    }
    if (from < text.length) parts.push(text.slice(from))
    return parts
  }
}

/** Never before a mark; always beside what belongs to no word; within words only where a script has no spaces. */
function isCut(before: number, after: number): boolean {
  if ((after & mark) !== 0) return false
  if ((before & word) === 0 || (after & word) === 0) return true
  return ((before | after) & unspaced) !== 0
}
