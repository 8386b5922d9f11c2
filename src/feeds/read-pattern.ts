// Regular expressions of people: RE2 reads them, in time that grows with the text alone.
import { RE2JS, RE2JSException } from 're2js'

/**
 * @returns the compiled pattern, or a sentence that says what is wrong with it. RE2 knows neither look-around nor
 *   back-references (github.com/google/re2/wiki/Syntax).
 */
export function readPattern(pattern: string, caseSensitive = false): { expression: RE2JS } | { mistake: string } {
  try {
    const expression = RE2JS.compile(pattern)
    return { expression: caseSensitive ? expression : RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE) }
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return { mistake: `This pattern cannot be read: ${error.message.replace(/^error parsing regexp: /, '')}.` }
  }
}
