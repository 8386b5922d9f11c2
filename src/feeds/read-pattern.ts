// Regular expressions of people: RE2 reads them, in time that grows with the text alone.
import { RE2JS, RE2JSException } from 're2js'
import { foldText } from './fold-text.ts'

/** Instructions of a program: a post of the greatest length costs some milliseconds at most. */
const mostInstructions = 600

/** A string (folded) that a text must hold, or all or any of many. */
export type Needed = string | { all: Needed[] } | { any: Needed[] }

/** `needed` is in every text that it matches, in any case, also inside of words; undefined if unknown. */
export type ReadPattern = { expression: RE2JS; needed: Needed | undefined }

/**
 * @returns the compiled pattern, or a sentence that says what is wrong with it. RE2 knows neither look-around nor
 *   back-references (github.com/google/re2/wiki/Syntax).
 */
export function readPattern(pattern: string, caseSensitive = false): ReadPattern | { mistake: string } {
  try {
    const plain = RE2JS.compile(pattern)
    const expression = caseSensitive ? plain : RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
    if (plain.programSize() > mostInstructions) {
      return { mistake: 'This pattern is too large: repeat less, or name fewer choices.' }
    }
    if (plain.test('')) return { mistake: 'This pattern fits every post, even an empty one.' }
    return { expression, needed: neededOf(plain.re2().prefilter) }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return { mistake: `This pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}.` }
  }
}

/** What the library itself looks for before it runs an expression: a string, all or any of many, or nothing. */
type Prefilter = { type: number; str: string; subs: Prefilter[] } | null
const [exact, all, any] = [1, 2, 3]

/** Folded as the words of posts are. A single letter is no help. */
function neededOf(prefilter: Prefilter): Needed | undefined {
  if (prefilter === null) return undefined
  if (prefilter.type === exact) {
    const folded = foldText(prefilter.str)
    return /^[\p{L}\p{N} ]{2,}$/u.test(folded) ? folded : undefined
  }
  const subs = prefilter.subs.map(neededOf).filter((sub) => sub !== undefined)
  if (prefilter.type === any) return subs.length === prefilter.subs.length ? { any: subs } : undefined
  return prefilter.type === all && subs.length > 0 ? { all: subs } : undefined
}
