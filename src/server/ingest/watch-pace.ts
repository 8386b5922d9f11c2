// How fast the firehose comes, and how far behind it is: by the time that each frame bears.
import { type Received, readPeeked } from './read-frame.ts'

export type Pace = {
  note(received: Received): void
  /** `lag` in ms: how old the newest frame was when it came, and since when it waits. */
  look(isWaiting: boolean): { events: number; lag: number | undefined; lastEventAt: number | undefined }
}

export function watchPace(now: () => number): Pace {
  let events = 0
  let lag: number | undefined
  let last: { received: Received; at: number } | undefined

  /** Of the newest frame only, when somebody asks: not of every frame that comes. */
  function readLag(): void {
    if (last === undefined) return
    const { frame, event, seq } = readPeeked(last.received)
    const time = frame && 'body' in frame ? frame.body.time : undefined
    // What Jetstream tells is numbered by its time, in µs.
    const told = event && seq !== undefined ? seq / 1000 : Number.NaN
    const at = typeof time === 'string' ? Date.parse(time) : told
    if (!Number.isNaN(at)) lag = Math.max(0, last.at - at)
  }

  return {
    note(received) {
      events++
      last = { received, at: now() }
    },
    look(isWaiting) {
      readLag()
      const waited = isWaiting && last !== undefined ? now() - last.at : 0
      return { events, lag: lag === undefined ? undefined : lag + waited, lastEventAt: last?.at }
    },
  }
}
