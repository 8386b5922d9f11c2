// Follows a Jetstream instead of the firehose: the light source, a tenth of the bytes, and nobody's signature.
import type { Logger } from 'pino'
import { BadFrame } from './bad-frame.ts'
import type { AccountBoundEvent } from './event-runner.ts'
import { gatherCommit } from './gather-commit.ts'
import { findWay, type JetstreamWay } from './jetstream-address.ts'
import { type BackOff, type Ending, keepConnected, type Listen, longEnough } from './keep-connected.ts'
import type { Received } from './read-frame.ts'
import { readTold, type Told } from './read-jetstream.ts'
import { createRecentMap } from './recent-map.ts'

type Options = {
  url: string
  log: Logger
  signal: AbortSignal
  /** Where it stands, in µs since 1970; undefined for now. */
  cursor: number | undefined
  now: () => number
  /** Asks the server for what is not in the stream, bounded in bytes and time. */
  fetchBounded: (url: string) => Promise<Response>
  submit: (received: Received) => void
  isFull: () => boolean
  /** A message larger than a frame may be came after `after`. */
  onOversized: (after: number | undefined) => void
  onGap: (reason: string, from: number | undefined, to: number | undefined) => void
  /** Nothing is known of what was before. */
  onBegin: () => void
  backOff?: BackOff
}

/** How far to go back at each connection, how far ahead of our clock a message may be (µs). */
const rewind = 5_000_000
const ahead = 600_000_000
/** The older form does not say when it has forgotten what was asked for; it keeps a day (µs). */
const legacyKeeps = 20 * 3600_000_000
/** Messages remembered, so that what comes again after a rewind is not taken twice: five seconds of a surge. */
const remembered = 20_000

/** Follows until `signal` says stop. `resume` is to be called when there is room again. */
export function followJetstream(options: Options) {
  const { url, log, signal, submit, onGap, backOff } = options
  const connection = keepConnected({ signal, backOff, connect: connectOnce })
  /** The highest time seen; and up to where the last run had come, which this one may be told again. */
  let last = options.cursor
  const before = options.cursor ?? 0
  const known = createRecentMap<string, true>(remembered)
  let gathered: { text: string; told: Extract<Told, { kind: 'op' }> }[] = []
  let isFlushing = false
  let heard = 0
  let way: JetstreamWay | undefined
  let outdatedAt: number | undefined

  function receive(text: string): void {
    const told = readTold(text)
    if (told.kind === 'error') return void log.warn(told, 'jetstream refused')
    if (told.kind === 'info') {
      log.warn({ ...told, cursor: last }, 'jetstream says')
      if (told.name === 'OutdatedCursor') outdatedAt = last
      return
    }
    if (told.time > options.now() * 1000 + ahead) throw new BadFrame('time jumps out of reach')
    const isLost = outdatedAt !== undefined && told.time > outdatedAt
    if (isLost) onGap('OutdatedCursor', outdatedAt, told.time)
    outdatedAt = undefined
    heard++
    if (told.kind === 'unknown') {
      last = Math.max(last ?? 0, told.time)
      return
    }
    if (isRepeated(told)) return
    const [first] = gathered
    if (first && !(told.kind === 'op' && told.did === first.told.did && told.rev === first.told.rev)) flush()
    if (told.kind === 'event') pass(Buffer.from(text), told.event)
    else {
      gathered.push({ text, told })
      if (!isFlushing) setImmediate(flush)
      isFlushing = true
    }
  }

  /** Whether this was heard before, on this connection or one before it. */
  function isRepeated(told: Told): boolean {
    if (told.kind !== 'op' && told.kind !== 'event') return false
    const key =
      told.kind === 'op'
        ? `${told.did} ${told.rev} ${told.op.action} ${told.op.path}`
        : `${told.event.did} ${told.event.kind} ${told.time}`
    if (known.get(key)) return true
    known.set(key, true)
    return false
  }

  /** What was gathered is one commit: its operations come one after the other. */
  function flush(): void {
    isFlushing = false
    const those = gathered
    gathered = []
    const [first] = those
    if (!first) return
    const bytes = Buffer.from(those.map(({ text }) => text).join('\n'))
    try {
      pass(
        bytes,
        gatherCommit(
          those.map(({ told }) => told),
          first.told.time,
        ),
      )
    } catch (error) {
      refuse(bytes, error)
    }
  }

  /**
   * Numbers are times, but each event's is its own: what came before the last start keeps its time, so that it is not
   * counted again; anything else is later than what was passed on before.
   */
  function pass(bytes: Uint8Array, event: AccountBoundEvent): void {
    const time = event.seq
    const seq = time <= before || last === undefined ? time : Math.max(time, last + 1)
    last = Math.max(last ?? 0, seq)
    submit({ bytes, event: { ...event, seq }, seq })
    if (options.isFull()) connection.hold()
  }

  function refuse(bytes: Uint8Array, error: unknown): void {
    if (!(error instanceof BadFrame)) throw error
    submit({ bytes, bad: error })
  }

  async function connectOnce(listen: Listen): Promise<Ending> {
    heard = 0
    const started = options.now()
    way ??= await findWay(url, options.fetchBounded)
    const { form, address, textOf } = way
    const end = await listen({
      relayUrl: url,
      address: address(last === undefined ? undefined : last - rewind),
      cursor: undefined,
      signal,
      onOpen: () => {
        log.info({ url, cursor: last, form }, 'jetstream connected; nothing from it is verified')
        if (last === undefined) options.onBegin()
        else if (form === 'plain' && options.now() * 1000 - last > legacyKeeps) outdatedAt = last
      },
      onFrame: (data, isBinary) => {
        try {
          receive(textOf(data, isBinary))
        } catch (error) {
          refuse(data, error)
        }
      },
    })
    flush()
    if (signal.aborted) return 'good'
    log.warn({ reason: end.reason, cursor: last }, 'jetstream ended')
    if (end.oversized) options.onOversized(last)
    // A dictionary that was replaced, or another version of the server.
    if (end.status !== undefined) way = undefined
    // Nothing tells where the message that is too large lies; a second further it is over.
    if (end.oversized && last !== undefined) last += rewind + 1_000_000
    return heard > 0 && options.now() - started > longEnough ? 'good' : 'bad'
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
