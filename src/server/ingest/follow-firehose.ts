// The loop around the connection: where to resume, when to try again, what the server's own words mean.
import type { Logger } from 'pino'
import { BadFrame } from './bad-frame.ts'
import { type BackOff, type Ending, keepConnected, type Listen, longEnough } from './keep-connected.ts'
import { peekFrame, type Received } from './read-frame.ts'

type Options = {
  relayUrl: string
  log: Logger
  signal: AbortSignal
  /** Where to begin; undefined for now. */
  cursor: number | undefined
  submit: (received: Received) => void
  isFull: () => boolean
  /** A frame larger than the specification allows came after `after`. */
  onOversized: (after: number | undefined) => void
  /** Something is missing from the stream: after `from`, and before `to` where that is known. */
  onGap: (reason: string, from: number | undefined, to: number | undefined) => void
  /** The stream begins with what comes next: nothing is known of what was before. */
  onBegin: () => void
  /** Everything received is finished, and the cursor forgotten: numbers begin anew. */
  startOver: () => Promise<void>
  backOff?: BackOff
}

/** No stream jumps further than this; a number beyond would only move the cursor out of reach. */
const farthestJump = 100_000_000
/** After this many numbers skipped one by one for an oversized frame, the place is given up. */
const mostSkips = 50

/** Follows the firehose until `signal` says stop. `resume` is to be called when there is room again. */
export function followFirehose(options: Options) {
  const { relayUrl, log, signal, submit, backOff } = options
  const connection = keepConnected({ signal, backOff, connect: connectOnce })
  let last = options.cursor
  let outdatedAt: number | undefined
  let skips = 0
  let seenSeq = false
  let restart: 'anew' | undefined

  function receive(bytes: Uint8Array, close: () => void): void {
    const received = peekFrame(bytes)
    const { frame, seq } = received
    if (frame && !('body' in frame)) return void refuse(frame, close)
    if (frame?.kind === '#info' && frame.body.name === 'OutdatedCursor') {
      log.warn({ cursor: last, message: frame.body.message }, 'the cursor is older than what the server has kept')
      outdatedAt = last ?? 0
    }
    if (seq !== undefined && last !== undefined && seq > last + farthestJump) {
      submit({ bytes, bad: new BadFrame('seq jumps out of reach') })
    } else {
      if (seq !== undefined) note(seq)
      submit(received)
    }
    if (options.isFull()) connection.hold()
  }

  function note(seq: number): void {
    if (outdatedAt !== undefined) options.onGap('OutdatedCursor', outdatedAt, seq)
    outdatedAt = undefined
    if (last === undefined || seq > last) {
      last = seq
      seenSeq = true
      skips = 0
    }
  }

  /** The server says why it will close. */
  function refuse({ error, message }: { error: string; message: string | undefined }, close: () => void): void {
    log.warn({ error, message, cursor: last }, 'the firehose refused')
    if (error === 'FutureCursor') restart = 'anew'
    close()
  }

  async function connectOnce(listen: Listen): Promise<Ending> {
    seenSeq = false
    const started = Date.now()
    const ended = new AbortController()
    const end = await listen({
      relayUrl,
      cursor: last,
      signal: AbortSignal.any([signal, ended.signal]),
      onOpen: () => {
        log.info({ relayUrl, cursor: last }, 'firehose connected')
        if (last === undefined) options.onBegin()
      },
      onFrame: (bytes) => !ended.signal.aborted && receive(bytes, () => ended.abort()),
    })
    if (signal.aborted) return 'good'
    log.warn({ reason: end.reason, cursor: last }, 'firehose ended')
    if (end.oversized) skipOversized()
    if (restart === 'anew') await beginAnew('FutureCursor')
    if (end.oversized) return 'skipped'
    return seenSeq && Date.now() - started > longEnough ? 'good' : 'bad'
  }

  /**
   * The frame after `last` is too large to receive, so its number is unknown. Nothing lies between `last` and it:
   * asking for one number further each time never passes over a good frame.
   */
  function skipOversized(): void {
    options.onOversized(last)
    if (last === undefined) return
    skips++
    if (skips > mostSkips) restart = 'anew'
    else last++
  }

  async function beginAnew(reason: string): Promise<void> {
    options.onGap(reason, last, undefined)
    await options.startOver()
    last = undefined
    restart = undefined
    skips = 0
  }

  return {
    done: connection.run(),
    resume: connection.resume,
    get connections() {
      return connection.connections
    },
    get received() {
      return last
    },
    get isConnected() {
      return connection.isConnected
    },
  }
}
