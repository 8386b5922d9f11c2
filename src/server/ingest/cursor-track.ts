// The cursor: seq of the last event before which nothing is unfinished.

export type Tracked = { readonly seq: number | undefined; finished: boolean }

/**
 * Events finish in any order; the cursor only passes what is finished without a gap, and never goes back.
 *
 *     const a = track.open(1), b = track.open(2), c = track.open(3)
 *     track.finish(b)   // cursor: undefined
 *     track.finish(a)   // cursor: 2
 *     track.finish(c)   // cursor: 3
 */
export function createCursorTrack(start: number | undefined) {
  let cursor = start
  let open: Tracked[] = []
  let head = 0

  return {
    /** `undefined` for a frame whose place cannot be told: it holds the cursor but does not move it. */
    open(seq: number | undefined): Tracked {
      const tracked = { seq, finished: false }
      open.push(tracked)
      return tracked
    },
    finish(tracked: Tracked): void {
      tracked.finished = true
      for (; open[head]?.finished; head++) {
        const seq = open[head]?.seq
        if (seq !== undefined && (cursor === undefined || seq > cursor)) cursor = seq
      }
      if (head > 1000 || head === open.length) {
        open = open.slice(head)
        head = 0
      }
    },
    /** Starts over, for a firehose whose numbers began anew. Nothing may be open. */
    reset(): void {
      cursor = undefined
    },
    get cursor() {
      return cursor
    },
    /** Events that the cursor has not passed. */
    get size() {
      return open.length - head
    },
  }
}
