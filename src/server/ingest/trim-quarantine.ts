// Keeps the quarantine small: of the frames that were put away, the newest stay.
import { setTimeout as pause } from 'node:timers/promises'
import { trimQuarantine } from '#db/queries/firehose.ts'
import type { Context } from '../context.ts'

const bounds = { rows: 1000, bytes: 16_000_000, everyMs: 10_000 }

/** Looks every few seconds until `signal` says stop. */
export async function keepQuarantineSmall({ index, log }: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await trimQuarantine(index, bounds).catch((error) => log.warn({ err: error }, 'quarantine not trimmed'))
    await pause(bounds.everyMs, undefined, { signal }).catch(() => {})
  }
}
