// Public pages as they were made once, for everybody: made anew when something new has arrived, not on each request.
import { createHash } from 'node:crypto'
import type { HitCounts } from '../metrics/tallies.ts'

/** An answer as it is sent. `changedAt` is when its body became what it is (ms). */
export type Snapshot = {
  status: number
  headers: Headers
  body: Buffer
  tag: string
  changedAt: number
  /** Compressed, once somebody has asked for it so, by the name of the coding. */
  coded: Map<string, Promise<Buffer>>
}

/** `version` changes when the page must be made anew. Who may see a page that is not public is asked every time. */
export type SnapshotVersion = { version: string; isPublic: boolean }

type Source = {
  version(): Promise<SnapshotVersion>
  /** Makes the page. `isStale` says that an answer did not come, or something older stood in for it. */
  make(): Promise<{ response: Response; isStale: boolean }>
}

export type Snapshots = {
  /** The page under `key`. What is not 200 is made for each that asks. @throws what `version` and `make` throw */
  give(key: string, source: Source): Promise<Snapshot>
  /** The page under `key`, if anybody may have it and it was found good a moment ago. */
  peek(key: string): Snapshot | undefined
  /** Pages of `path` are made anew. */
  forget(path: string): void
  counts: HitCounts
}

/** How long nobody asks whether a page is still good (ms). */
const trust = 1000

type Limits = {
  /** What all pages may weigh together: 16 MB unless told. */
  maxBytes?: number
  /** After this a page is made anew though nothing seems to have changed: counts and names have (ms). */
  renewAfter?: number
  /** Until then it may be shown while that happens; later, whoever asks waits (ms). What is gone is gone in a minute. */
  goodFor?: number
  /** What has gaps, or stood in for an answer, is shown this long (ms). */
  staleFor?: number
}
const usual = { maxBytes: 16e6, renewAfter: 20_000, goodFor: 30_000, staleFor: 5000 }

type Entry = {
  snapshot: Snapshot
  version: string
  isPublic: boolean
  renewAt: number
  goodUntil: number
  checkedAt: number
}

export function createSnapshots(now: () => number, limits: Limits = {}): Snapshots {
  const { maxBytes, renewAfter, goodFor, staleFor } = { ...usual, ...limits }
  const entries = new Map<string, Entry>()
  const making = new Map<string, Promise<Snapshot>>()
  const counts: HitCounts = { hits: 0, misses: 0 }
  let bytes = 0

  function drop(key: string): void {
    bytes -= weightOf(entries.get(key))
    entries.delete(key)
  }

  function keep(key: string, entry: Entry): void {
    drop(key)
    entries.set(key, entry)
    bytes += weightOf(entry)
    for (const oldest of entries.keys()) {
      if (bytes <= maxBytes) break
      drop(oldest)
    }
  }

  /** Whoever asks for the same page at the same time gets the same answer. */
  function begin(key: string, { version, isPublic }: SnapshotVersion, source: Source): Promise<Snapshot> {
    const name = `${version} ${key}`
    const known = making.get(name)
    if (known) return known
    const work = make(key, { version, isPublic }, source).finally(() => making.delete(name))
    making.set(name, work)
    return work
  }

  async function make(key: string, { version, isPublic }: SnapshotVersion, source: Source): Promise<Snapshot> {
    const startedAt = now()
    const { response, isStale } = await source.make()
    const body = Buffer.from(await response.arrayBuffer())
    const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const before = entries.get(key)?.snapshot
    const changedAt = before?.tag === tag ? before.changedAt : startedAt
    const { status, headers } = response
    const snapshot: Snapshot = { status, headers, body, tag, changedAt, coded: new Map() }
    const renewAt = startedAt + (isStale ? staleFor : renewAfter)
    const goodUntil = startedAt + (isStale ? staleFor : goodFor)
    // What is stale is not trusted for a moment longer.
    const checkedAt = isStale ? 0 : now()
    if (status === 200 && !headers.has('set-cookie'))
      keep(key, { snapshot, version, isPublic, renewAt, goodUntil, checkedAt })
    else drop(key)
    return snapshot
  }

  return {
    async give(key, source) {
      const known = entries.get(key)
      counts.hits++
      if (known?.isPublic && now() - known.checkedAt < trust) return known.snapshot
      const current = await source.version()
      const isSame = known?.version === current.version
      if (!known || !isSame || now() >= known.goodUntil) {
        counts.hits--
        counts.misses++
        return begin(key, current, source)
      }
      known.checkedAt = now()
      known.isPublic = current.isPublic
      if (now() >= known.renewAt) begin(key, current, source).catch(() => undefined)
      return known.snapshot
    },
    peek(key) {
      const known = entries.get(key)
      if (!known?.isPublic || now() - known.checkedAt >= trust) return undefined
      counts.hits++
      // What is asked for stays longest.
      entries.delete(key)
      entries.set(key, known)
      return known.snapshot
    },
    forget(path) {
      for (const key of [...entries.keys()])
        if (`${key}/`.startsWith(`${path}/`) || key.startsWith(`${path}?`)) drop(key)
    },
    counts,
  }
}

/** A page and its two compressed forms, which are a third of it together. */
function weightOf(entry: Entry | undefined): number {
  return entry ? Math.ceil(entry.snapshot.body.length * 1.4) + 1000 : 0
}
