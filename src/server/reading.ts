// What is known of the request that is being answered, wherever its code has got to.
import { AsyncLocalStorage } from 'node:async_hooks'

export type Reading = {
  /** When upstream must have answered (ms): later than that, the page says what it can. */
  deadline: number
  /** Whether an older answer may stand in for one that does not come. Not where something is about to be written. */
  mayBeStale: boolean
  /** How old the oldest answer on the page is (ms since 1970), once one stood in for another. */
  staleSince: number | undefined
  /** How old what is kept may be for this page (ms); as old as usual unless told. */
  freshWithin?: number | undefined
  /** Whether something that the page asked for was not answered; one for all that is loaded for it. */
  gaps?: { isThere: boolean }
  /** What the page has asked so far, by its question: the same one again has the same answer. */
  asked?: Map<string, Promise<unknown>>
}

export type Readings = AsyncLocalStorage<Reading>

/** Somebody who writes waits longer, because nobody knows what became of a write that was given up (ms). */
const patienceOfWriters = 30_000

export function createReadings(): Readings {
  return new AsyncLocalStorage<Reading>()
}

/** The beginning of a request at `now` (ms). A page waits for `patience` ms in all. */
export function startReading(method: string | undefined, now: number, patience: number): Reading {
  const isPage = method === 'GET' || method === 'HEAD'
  const deadline = now + (isPage ? patience : patienceOfWriters)
  return {
    deadline,
    mayBeStale: isPage,
    staleSince: undefined,
    ...(isPage ? { asked: new Map(), gaps: { isThere: false } } : {}),
  }
}

/** Notes that something on the page is as it was at `since` (ms). */
export function noteStale(reading: Reading | undefined, since: number): void {
  if (reading) reading.staleSince = Math.min(reading.staleSince ?? since, since)
}

/** Notes that something on the page did not come. */
export function noteGap(reading: Reading | undefined): void {
  if (reading?.gaps) reading.gaps.isThere = true
}
