// What upstream does not find, in words that fit the page.
import { AppError } from '../app-error.ts'

/** For `catch`: an AppError 404 says `sentence` from here on; everything else is thrown on. */
export function sayMissing(sentence: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof AppError && error.status === 404) throw new AppError(404, sentence, { cause: error })
    throw error
  }
}
