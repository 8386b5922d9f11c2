// What this box follows: a relay's firehose, or a Jetstream where one is named; and how its frames are read.
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { followFirehose } from './follow-firehose.ts'
import { followJetstream } from './follow-jetstream.ts'
import { receiveTold } from './gather-commit.ts'
import { type Received, receiveFrame } from './read-frame.ts'
import type { GuardedFetch } from './resolve-did.ts'

type Options = {
  signal: AbortSignal
  cursor: number | undefined
  fetchBounded: GuardedFetch
  submit: (received: Received) => void
  isFull: () => boolean
  quarantine: (frame: Uint8Array, reason: string) => IndexChange
  write: (changes: IndexChange[]) => void
  /** Something of the stream was not seen. */
  distrust: () => void
  startOver: () => Promise<void>
}

/** The name under which it is kept where the source stands. A Jetstream's times are the same for every other one. */
export function sourceOf({ jetstreamUrl, relayUrl }: Config): string {
  return jetstreamUrl ? 'jetstream' : new URL(relayUrl).host
}

/** How a frame of the source is read that was kept for later. */
export function receiverOf({ jetstreamUrl }: Config): (bytes: Uint8Array) => Received {
  return jetstreamUrl ? receiveTold : receiveFrame
}

export function followSource({ config, log, now }: Context, options: Options) {
  const { fetchBounded, quarantine, write, distrust, startOver, ...rest } = options
  const following = {
    ...rest,
    log,
    onOversized: (after: number | undefined) =>
      write([quarantine(new Uint8Array(), `oversized frame after ${after ?? 'the start'}`)]),
    onGap(reason: string, fromSeq: number | undefined, toSeq: number | undefined) {
      write([{ type: 'gap', reason, fromSeq, toSeq, now: now() }])
      distrust()
    },
    onBegin: distrust,
  }
  return config.jetstreamUrl
    ? followJetstream({ ...following, url: config.jetstreamUrl, now, fetchBounded })
    : followFirehose({ ...following, relayUrl: config.relayUrl, startOver })
}
