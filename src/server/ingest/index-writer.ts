// Collects changes and writes them with the cursor in one transaction, as often as it takes.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import { type Gains, type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'

type Options = {
  db: IndexDatabase
  source: string
  log: Logger
  now: () => number
  /** The cursor once everything added so far is written. */
  cursor: () => number | undefined
  /** What is to be written in the same transaction as the cursor. */
  withCursor: (seq: number) => IndexChange[]
  /** Told after each transaction what was new. */
  onWritten: (gains: Gains) => void
  /** Whether there is room for it; until there is, everything waits, and the cursor stays. */
  mayWrite?: () => boolean
  /** Whether much waits to be read: then larger transactions are worth more than early ones. */
  isBehind?: () => boolean
}

export type IndexWriter = ReturnType<typeof createIndexWriter>

/** Changes in a transaction, changes that may wait, ms between transactions with and without changes, and while behind. */
const batchSize = 150
const mostWaiting = 3000
const pace = { changes: 50, cursorOnly: 1000, behind: 200 }
const mostTries = 3

/** A busy or full database is waited for; a change that the database refuses for itself is quarantined. */
export function createIndexWriter(options: Options) {
  const { db, source, log, now, cursor, withCursor, onWritten, mayWrite, isBehind = () => false } = options
  let waiting: IndexChange[][] = []
  let count = 0
  let written: number | undefined
  let timer: NodeJS.Timeout | undefined
  /** When `timer` goes off, in ms. */
  let due = 0
  let running: Promise<void> | undefined
  let lastWrite = 0
  let isStopped = false

  /** Changes do not wait for a cursor that is due later. */
  function schedule(): void {
    if (running || isStopped) return
    const at = count >= batchSize ? 0 : lastWrite + paceOf()
    if (timer && due <= at) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(() => void flush(), Math.max(0, at - now()))
  }

  function paceOf(): number {
    if (isBehind()) return pace.behind
    return count > 0 ? pace.changes : pace.cursorOnly
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    running ??= writeAll().finally(() => {
      running = undefined
      if (count > 0 || cursor() !== written) schedule()
    })
    return running
  }

  async function writeAll(): Promise<void> {
    while (count > 0 || cursor() !== written) {
      if (mayWrite && !mayWrite()) {
        lastWrite = now()
        return
      }
      const groups = waiting
      const changes = count
      const seq = cursor()
      waiting = []
      await writeGroups(groups, seq)
      count -= changes
      written = seq
      lastWrite = now()
    }
  }

  /** The cursor goes with the last transaction only, so that it never passes what is not written. */
  async function writeGroups(groups: IndexChange[][], seq: number | undefined): Promise<void> {
    let part: IndexChange[] = []
    for (const group of groups) {
      if (part.length > 0 && part.length + group.length > batchSize) {
        await write(part, undefined)
        part = []
      }
      part.push(...group)
    }
    await write(seq === undefined ? part : [...withCursor(seq), ...part], seq)
  }

  async function write(changes: IndexChange[], seq: number | undefined): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return onWritten(
          await writeIndexChanges(db, source, changes, seq === undefined ? undefined : { seq, now: now() }),
        )
      } catch (error) {
        if (isOwnFault(error) && tries >= mostTries) return writeApart(changes, seq, error)
        log.warn({ err: error, changes: changes.length, tries }, 'index not written; trying again')
        await pause(Math.min(5000, 50 * 2 ** Math.min(tries, 7)) * (0.5 + Math.random() / 2))
      }
    }
  }

  async function writeApart(changes: IndexChange[], seq: number | undefined, error: unknown): Promise<void> {
    if (changes.length <= 1) {
      log.error({ err: error, change: changes[0]?.type }, 'change refused by the database; left out')
      if (seq !== undefined) await write([], seq)
      return
    }
    for (const change of changes) await write([change], undefined)
    await write([], seq)
  }

  return {
    /** Changes of one event stay together in one transaction. */
    add(changes: IndexChange[]): void {
      if (changes.length > 0) {
        waiting.push(changes)
        count += changes.length
      }
      schedule()
    },
    /** Writes all that was added, and the cursor. */
    flush,
    /** Whether so much waits that nothing should be added. */
    get full() {
      return count >= mostWaiting
    },
    get waiting() {
      return count
    },
    /** Nothing is written on its own any more. */
    stop(): void {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** Busy, locked, full, unreadable: that will pass or is for a person to mend. Anything else is in the change itself. */
function isOwnFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return !/BUSY|LOCKED|FULL|IOERR|CANTOPEN|NOMEM|READONLY|TRANSACTION/.test(code)
}
