// The loop around a connection to a stream of the network: when to try again, and what is known of it meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import { listenToFirehose } from './firehose-socket.ts'

/** First and longest wait between tries, in ms. */
export type BackOff = { first: number; most: number }

/** How a connection ended: `good` waits little before the next, `bad` longer each time, `skipped` as after the first failure. */
export type Ending = 'good' | 'bad' | 'skipped'

/** Listens as listenToFirehose does; what it listens to can be held and let go on from here. */
export type Listen = typeof listenToFirehose

type Options = {
  signal: AbortSignal
  backOff?: BackOff | undefined
  /** Listens once, until it ends. What it throws ends everything. */
  connect: (listen: Listen) => Promise<Ending>
}

const usualBackOff: BackOff = { first: 500, most: 60_000 }

/** Good for this long (ms) is good enough to forget failures. */
export const longEnough = 10_000

/** Connects again and again until `signal` says stop. */
export function keepConnected({ signal, backOff = usualBackOff, connect }: Options) {
  let connections = 0
  let failures = 0
  let socket: { hold: () => void; goOn: () => void } | undefined

  const listen: Listen = async (options) => {
    connections++
    const onOpen = (hold: () => void, goOn: () => void) => {
      socket = { hold, goOn }
      options.onOpen?.(hold, goOn)
    }
    return listenToFirehose({ ...options, onOpen }).finally(() => {
      socket = undefined
    })
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const ending = await connect(listen)
      if (signal.aborted) return
      failures = ending === 'good' ? 0 : ending === 'skipped' ? 1 : failures + 1
      await pause(waitAfter(failures, backOff), undefined, { signal }).catch(() => {})
    }
  }

  return {
    /** To be called once what `connect` uses is there. Ends when `signal` says so. */
    run,
    hold: () => socket?.hold(),
    resume: () => socket?.goOn(),
    get connections() {
      return connections
    },
    get isConnected() {
      return socket !== undefined
    },
  }
}

/** How long to wait after so many failures in a row, in ms: twice as long each time, with jitter. */
export function waitAfter(failures: number, { first, most }: BackOff): number {
  const longest = Math.min(most, first * 2 ** Math.min(Math.max(failures - 1, 0), 10))
  return longest * (0.5 + Math.random() / 2)
}
