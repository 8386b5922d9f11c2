// How fast the firehose comes, and how far behind it is: by the time that each frame bears.
import type { Received } from './read-frame.ts'

export type Pace = {
  note(received: Received): void
  /** `lag` in ms: how old the newest frame was when it came, and since when it waits. */
  look(isWaiting: boolean): { events: number; lag: number | undefined; lastEventAt: number | undefined }
}

export function watchPace(now: () => number): Pace {
  let events = 0
  let lag: number | undefined
  let lastEventAt: number | undefined

  return {
    note({ frame, event, seq }) {
      events++
      lastEventAt = now()
      const time = frame && 'body' in frame ? frame.body.time : undefined
      // What Jetstream tells is numbered by its time, in µs.
      const told = event && seq !== undefined ? seq / 1000 : Number.NaN
      const at = typeof time === 'string' ? Date.parse(time) : told
      if (!Number.isNaN(at)) lag = Math.max(0, lastEventAt - at)
    },
    look(isWaiting) {
      const waited = isWaiting && lastEventAt !== undefined ? now() - lastEventAt : 0
      return { events, lag: lag === undefined ? undefined : lag + waited, lastEventAt }
    },
  }
}
