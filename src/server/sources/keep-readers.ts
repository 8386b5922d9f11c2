// Who reads personal feeds: whom they follow is kept like the follows that other feeds name.
import { setTimeout as pause } from 'node:timers/promises'
import { listFeedReaders } from '#db/queries/feed-readers.ts'
import { readersKey } from '#feeds/personal.ts'
import type { Context } from '../context.ts'

export type Readers = ReturnType<typeof keepReaders>

/** In ms: between looks, and for how long somebody is a reader. So many people at most. */
const interval = 1000
const readerFor = 30 * 24 * 3600_000
const most = 500

type Options = {
  /** Keys of the sets that somebody is in. */
  keysOf: (did: string) => readonly string[]
  /** Told when there are other readers than before. */
  onChange: () => void
}

/** Looks in main.db until `signal` says stop. */
export function keepReaders({ main, log, now }: Context, { keysOf, onChange }: Options, signal: AbortSignal) {
  let owners: string[] = []
  let readers: string[] = []
  let newest: string | undefined
  let keys = new Set<string>()

  function gather(): void {
    const next = new Set((owners.length > 0 ? [...owners, ...readers] : []).map((did) => `follows:${did}`))
    const isSame = next.size === keys.size && [...next].every((key) => keys.has(key))
    keys = next
    if (!isSame) onChange()
  }

  async function look(): Promise<void> {
    if (owners.length === 0) return
    const rows = await listFeedReaders(main, { since: now() - readerFor, most })
    readers = rows.map(({ did }) => did)
    newest = rows.toSorted((a, b) => b.firstReadAt - a.firstReadAt)[0]?.did
    gather()
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error) => log.warn({ err: error }, 'readers of personal feeds not read; trying again'))
      await pause(interval, undefined, { signal }).catch(() => {})
    }
  }

  return {
    done: run(),
    /** Sets that personal feeds need. */
    keys: (): string[] => [...keys],
    /** Whose posts of before are still to be looked for: who came last. */
    newest: (): string | undefined => newest ?? owners[0],
    /** Owners of personal feeds, who read them, too; none when there are no such feeds. */
    setOwners(dids: string[]): void {
      owners = [...new Set(dids)]
      gather()
    },
    /** Keys of the sets that somebody is in, and `readers` for whoever is followed by a reader. */
    keysOf(did: string): readonly string[] {
      const found = keysOf(did)
      return found.some((key) => keys.has(key)) ? [...found, readersKey] : found
    },
  }
}
