// Runs events: in order for each account, side by side for different ones, within bounds. The one place that quarantines.
import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { BadFrame } from './bad-frame.ts'
import type { createCursorTrack, Tracked } from './cursor-track.ts'
import type { IndexWriter } from './index-writer.ts'
import { type CommitEvent, type FirehoseEvent, findDid, readEvent } from './read-event.ts'
import { type Received, readPeeked } from './read-frame.ts'
import { Unreachable } from './unreachable.ts'

export type AccountBoundEvent = Extract<FirehoseEvent, { did: string }>

type Options = {
  log: Logger
  now: () => number
  /** Brings what is known of these accounts into memory. */
  load: (dids: string[]) => Promise<void>
  track: ReturnType<typeof createCursorTrack>
  writer: IndexWriter
  /** Told of every commit in the order of the firehose, before anything is decided. */
  observe: (event: CommitEvent) => void
  /** @throws BadFrame, Unreachable */
  decide: (event: AccountBoundEvent, frame: Uint8Array) => IndexChange[] | Promise<IndexChange[]>
  /** What becomes of an event whose author's identity could not be asked for. */
  defer: (event: AccountBoundEvent, frame: Uint8Array, reason: string) => IndexChange[]
  /** Told whenever there is room again. */
  onRoom: () => void
}

type Parsed = {
  frame: Uint8Array
  seq?: number | undefined
  did?: string | undefined
  event?: FirehoseEvent
  bad?: BadFrame | undefined
}

/**
 * Frames waiting: how many and how many bytes before the socket is paused; frames a slice, ms of work before others have
 * their turn; events the cursor waits for.
 */
const bounds = { frames: 4000, bytes: 16_000_000, slice: 100, turn: 5, window: 5000 }
/** Bytes of a frame that are kept in quarantine. */
const keptBytes = 64 * 1024

export type EventRunner = ReturnType<typeof createEventRunner>

/** Makes the runner. `submit` never waits; look at `full` and stop reading when it says so. */
export function createEventRunner({ log, now, load, track, writer, observe, decide, defer, onRoom }: Options) {
  let queue: Received[] = []
  let head = 0
  let bytes = 0
  let working = false
  let stopped = false
  const lanes = new Map<string, Promise<void>>()

  async function work(): Promise<void> {
    if (working) return
    working = true
    while (head < queue.length && track.size < bounds.window && !writer.full && !stopped) {
      const slice = take()
      await load(slice.flatMap((received) => didOf(received) ?? []))
      for (let began = performance.now(), at = 0; at < slice.length; at++) {
        run(parse(slice[at] as Received))
        if (performance.now() - began < bounds.turn) continue
        await breathe()
        if (stopped) break
        began = performance.now()
      }
      onRoom()
      await breathe()
    }
    working = false
  }

  function take(): Received[] {
    const frames = queue.slice(head, head + bounds.slice)
    head += frames.length
    if (head === queue.length || head > 1000) {
      queue = queue.slice(head)
      head = 0
    }
    for (const received of frames) bytes -= received.bytes.length
    return frames
  }

  function run({ frame, seq, did, event, bad }: Parsed): void {
    const tracked = track.open(seq)
    if (event?.kind === 'commit') observe(event)
    if (event && 'did' in event) runInLane(tracked, event, frame)
    else finish(tracked, bad ? [quarantine(frame, bad.message, seq, did)] : [])
  }

  function runInLane(tracked: Tracked, event: AccountBoundEvent, frame: Uint8Array): void {
    const outcome = lanes.get(event.did)?.then(() => attemptLater(event, frame)) ?? attempt(event, frame)
    if (Array.isArray(outcome)) finish(tracked, outcome)
    else {
      follow(
        event.did,
        outcome.then((changes) => finish(tracked, changes)),
      )
    }
  }

  async function attemptLater(event: AccountBoundEvent, frame: Uint8Array): Promise<IndexChange[]> {
    await load([event.did])
    return attempt(event, frame)
  }

  /** An event that was stopped stays unfinished: the cursor does not pass it. */
  function follow(did: string, running: Promise<void>): void {
    const lane = running.catch((error) => {
      if (!stopped) log.error({ err: error }, 'event left unfinished')
    })
    lanes.set(did, lane)
    lane.then(() => {
      if (lanes.get(did) === lane) lanes.delete(did)
    })
  }

  function attempt(event: AccountBoundEvent, frame: Uint8Array): IndexChange[] | Promise<IndexChange[]> {
    const recover = (error: unknown): IndexChange[] => {
      if (stopped) throw error
      if (error instanceof Unreachable) return defer(event, frame, error.message)
      if (!(error instanceof BadFrame)) log.error({ err: error, seq: event.seq }, 'event failed')
      const reason = error instanceof BadFrame ? error.message : `failed here: ${error}`
      return [quarantine(frame, reason, event.seq, event.did)]
    }
    try {
      const outcome = decide(event, frame)
      return Array.isArray(outcome) ? outcome : outcome.catch(recover)
    } catch (error) {
      return recover(error)
    }
  }

  function finish(tracked: Tracked, changes: IndexChange[]): void {
    track.finish(tracked)
    writer.add(changes)
    if (head < queue.length && !working) void work()
  }

  function quarantine(frame: Uint8Array, reason: string, seq?: number, did?: string): IndexChange {
    log.warn({ seq, did, reason }, 'frame quarantined')
    return { type: 'quarantine', seq, did, reason, frame: frame.subarray(0, keptBytes), now: now() }
  }

  return {
    quarantine,
    submit(received: Received): void {
      queue.push(received)
      bytes += received.bytes.length
      void work()
    },
    /** Runs an event again that had been put off, after what its account has under way. */
    again(event: AccountBoundEvent, frame: Uint8Array, done: IndexChange): Promise<void> {
      const before = lanes.get(event.did) ?? Promise.resolve()
      const running = before.then(async () => {
        const changes = await attemptLater(event, frame)
        writer.add(changes.some(({ type }) => type === 'defer') ? changes : [...changes, done])
      })
      follow(event.did, running)
      return running
    },
    /** Goes on after the writer has caught up. */
    resume: () => void work(),
    stop(): void {
      stopped = true
      queue = []
      head = 0
    },
    get full() {
      return queue.length - head >= bounds.frames || bytes >= bounds.bytes
    },
    get waiting() {
      return queue.length - head
    },
    /** Whether nothing waits and nothing is under way. */
    get idle() {
      return head === queue.length && track.size === 0 && !working
    },
  }
}

/** The account of a frame, as far as it is read. */
function didOf({ did, frame, event }: Received): string | undefined {
  return did ?? (event && 'did' in event ? event.did : findDid(frame))
}

/** Only when its turn has come: what is made of a frame is not to outlive it. */
function parse(received: Received): Parsed {
  const { bytes, frame, event, bad, seq } = readPeeked(received)
  if (event) return { frame: bytes, event, seq, did: 'did' in event ? event.did : undefined }
  if (bad || !frame || !('body' in frame)) return { frame: bytes, seq, bad }
  try {
    const event = readEvent(frame)
    return { frame: bytes, event, seq, did: 'did' in event ? event.did : undefined }
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error
    return { frame: bytes, bad: error, seq, did: findDid(frame) }
  }
}
