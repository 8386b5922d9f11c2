// Lets so many things happen at once, and so many wait.
import { AppError } from '../app-error.ts'

export type Turns = <Value>(act: () => Promise<Value>) => Promise<Value>

/** @throws AppError 503, from the returned function, when `mostWaiting` wait already */
export function createTurns(most: number, mostWaiting: number): Turns {
  const waiting: (() => void)[] = []
  let busy = 0
  return async (act) => {
    if (busy >= most) {
      if (waiting.length >= mostWaiting) throw new AppError(503, 'Too many pictures at once. Try again in a moment.')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else busy += 1
    try {
      return await act()
    } finally {
      // The turn is handed on, so that nobody who comes now gets in between.
      const next = waiting.shift()
      if (next) next()
      else busy -= 1
    }
  }
}
