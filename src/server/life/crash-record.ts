// When a process dies too often to be started once more.

/** How often is too often: so many deaths within so many ms. */
export type CrashBounds = { deaths: number; within: number }

export const usualCrashBounds: CrashBounds = { deaths: 6, within: 10 * 60_000 }

/** Counts the deaths of one process. */
export function createCrashRecord({ deaths, within }: CrashBounds) {
  let times: number[] = []
  return {
    /** Notes a death at `now` ms. @returns whether it was one too many */
    note(now: number): boolean {
      times = [...times.filter((time) => time > now - within), now]
      return times.length >= deaths
    },
  }
}
