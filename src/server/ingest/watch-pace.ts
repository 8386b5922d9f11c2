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
    note({ frame }) {
      events++
      lastEventAt = now()
      const time = frame && 'body' in frame ? frame.body.time : undefined
      const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
      if (!Number.isNaN(at)) lag = Math.max(0, lastEventAt - at)
    },
    look(isWaiting) {
      const waited = isWaiting && lastEventAt !== undefined ? now() - lastEventAt : 0
      return { events, lag: lag === undefined ? undefined : lag + waited, lastEventAt }
    },
  }
}
