// Events whose author's identity could not be asked for: kept in the database, tried again, given up in the end.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import { countDeferred, giveUpDeferred, listDeferred, listDeferredDids, listDueDids } from '#db/queries/firehose.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { EventRunner } from './event-runner.ts'
import type { Identities } from './identities.ts'
import type { IndexWriter } from './index-writer.ts'
import { readEvent } from './read-event.ts'
import type { Received } from './read-frame.ts'

type Options = {
  db: IndexDatabase
  log: Logger
  now: () => number
  signal: AbortSignal
  identities: Identities
  /** Reads a frame of the source that is followed. */
  receive: (bytes: Uint8Array) => Received
  /** In ms: until the first try, and between looks at what is due. */
  patience: { deferral: number; look: number }
}

/** How many events may wait, for how long at most (ms), and how often they are tried. */
const bounds = { events: 5000, most: 6 * 3600_000, attempts: 10 }

/** Knows which accounts have events waiting: later events of theirs must wait as well, to stay in order. */
export async function keepDeferredEvents({ db, log, now, signal, identities, receive, patience }: Options) {
  const waiting = new Set(await listDeferredDids(db))
  let count = await countDeferred(db)

  async function retry(runner: EventRunner, writer: IndexWriter): Promise<void> {
    for (const did of await listDueDids(db, now())) {
      const rows = await listDeferred(db, did)
      const attempts = Math.max(0, ...rows.map((row) => row.attempts))
      const found = await identities.tryOnce(did)
      if ('failed' in found && found.failed !== 'gone') {
        if (attempts + 1 >= bounds.attempts) await giveUp(did)
        else
          writer.add([
            { type: 'deferAgain', did, retryAt: now() + Math.min(bounds.most, patience.deferral * 4 ** attempts) },
          ])
        continue
      }
      waiting.delete(did)
      // All at once, so that no newer event of the account comes between them.
      await Promise.all(rows.map(({ id, frame }) => runAgain(runner, id, frame)))
      await writer.flush()
      log.info({ did, events: rows.length }, 'deferred events tried again')
    }
    count = await countDeferred(db)
  }

  async function runAgain(runner: EventRunner, id: number, bytes: Uint8Array): Promise<void> {
    const { frame, event: told } = receive(bytes)
    const event = told ?? (frame && 'body' in frame ? readEvent(frame) : undefined)
    if (event && 'did' in event) await runner.again(event, bytes, { type: 'undefer', id })
  }

  async function giveUp(did: string): Promise<void> {
    await giveUpDeferred(db, [did], now())
    waiting.delete(did)
    log.warn({ did }, 'deferred events given up')
  }

  return {
    has: (did: string) => waiting.has(did),
    get count() {
      return count
    },
    /** The change that keeps an event for later, or undefined when too many wait already. */
    defer(event: { seq: number; did: string }, frame: Uint8Array, reason: string): IndexChange | undefined {
      if (count >= bounds.events) return undefined
      count++
      waiting.add(event.did)
      log.warn({ seq: event.seq, did: event.did, reason }, 'event deferred')
      return { type: 'defer', seq: event.seq, did: event.did, reason, frame, retryAt: now() + patience.deferral }
    },
    async run(runner: EventRunner, writer: IndexWriter): Promise<void> {
      while (!signal.aborted) {
        await pause(patience.look, undefined, { signal }).catch(() => {})
        if (!signal.aborted && waiting.size > 0) {
          await retry(runner, writer).catch((error) => log.warn({ err: error }, 'deferred events not tried'))
        }
      }
    },
  }
}
