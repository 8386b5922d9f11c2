// Which posts feeds of elsewhere have named, in memory: the matcher asks about every post that it looks at.
import type { IndexDatabase } from '#db/client.ts'
import { listBroughtPosts } from '#db/queries/brought-posts.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'

export type BroughtPosts = Awaited<ReturnType<typeof keepBroughtPosts>>

/** Posts of a feed that are remembered. */
const most = 300
const nobody: readonly string[] = []

/** Reads what is known. */
export async function keepBroughtPosts(db: IndexDatabase, write: (changes: IndexChange[]) => void) {
  /** When each post was named last, the longest ago first. */
  const byKey = new Map<string, Map<string, number>>()
  const byUri = new Map<string, string[]>()

  function note(key: string, uri: string, at: number): void {
    const known = byKey.get(key) ?? new Map<string, number>()
    byKey.set(key, known)
    if (!known.delete(uri)) byUri.set(uri, [...(byUri.get(uri) ?? []), key])
    known.set(uri, at)
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) drop(key, oldest)
  }

  function drop(key: string, uri: string): void {
    byKey.get(key)?.delete(uri)
    const others = (byUri.get(uri) ?? []).filter((other) => other !== key)
    if (others.length > 0) byUri.set(uri, others)
    else byUri.delete(uri)
  }

  for (const { key, uri, seenAt } of await listBroughtPosts(db, 'feed:')) note(key, uri, seenAt)

  return {
    /** Keys of the feeds that named a post. */
    keysOf: (uri: string): readonly string[] => byUri.get(uri) ?? nobody,
    /** When a feed was last heard, in ms; undefined when it never was. */
    heardAt: (key: string): number | undefined => {
      const times = byKey.get(key)
      return times && Math.max(...times.values())
    },
    keys: () => [...byKey.keys()],
    /** A feed names these posts now, the first first. */
    bring(key: string, uris: string[], now: number): void {
      for (const uri of uris.toReversed()) note(key, uri, now)
      if (uris.length > 0) write([{ type: 'bring', key, uris, now, most }])
    },
    /** Nobody takes from this feed any more. */
    forget(key: string): void {
      for (const uri of [...(byKey.get(key)?.keys() ?? [])]) drop(key, uri)
      byKey.delete(key)
      write([{ type: 'forgetBrought', key }])
    },
  }
}
