// Waits by asking.
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks `question` until it gives something other than undefined or false.
 * @throws Error that names `what` when it has not within `patience` ms; what the last question threw is its cause
 */
export async function waitFor<Answer>(
  what: string,
  question: () => Promise<Answer | undefined | false>,
  patience = 120_000,
): Promise<Answer> {
  const deadline = Date.now() + patience
  for (;;) {
    let cause: unknown
    try {
      const answer = await question()
      if (answer !== undefined && answer !== false) return answer
    } catch (error) {
      cause = error
    }
    if (Date.now() > deadline) throw new Error(`${what}: not within ${patience} ms`, { cause })
    await pause(100)
  }
}
