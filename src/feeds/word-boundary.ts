// Where a word may begin or end in a text of any script.

const wordCharacter = /^[\p{L}\p{N}\p{M}]/u
const mark = /^\p{M}/u
/** Scripts written without spaces between words; Korean joins its particles to the word. */
const unspaced = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

function isAsciiWord(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90)
}

function characterBefore(text: string, index: number): string {
  const isLow = index > 1 && (text.charCodeAt(index - 1) & 0xfc00) === 0xdc00
  return text.slice(isLow ? index - 2 : Math.max(index - 1, 0), index)
}

/**
 * Whether a word may begin or end at `index` of well-formed `text` (UTF-16 units): not inside a run of letters, numbers
 * and marks, except where a script has no spaces; never between a character and its mark.
 */
export function isWordBoundary(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true
  const left = text.charCodeAt(index - 1)
  const right = text.charCodeAt(index)
  // Most text is ASCII, and most asked places are inside a word: no pattern has to be tried there.
  if (left < 128 && right < 128) return !isAsciiWord(left) || !isAsciiWord(right)
  const before = characterBefore(text, index)
  const after = text.slice(index, index + 2)
  if (mark.test(after)) return false
  if (!wordCharacter.test(before) || !wordCharacter.test(after)) return true
  return unspaced.test(before) || unspaced.test(after)
}
