// What stands below posts that feeds take replies of, in memory: a reply names its parent and its root, not what is between.

import type { IndexDatabase } from '#db/client.ts'
import { listBroughtPosts } from '#db/queries/brought-posts.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'

export type Threads = Awaited<ReturnType<typeof keepThreads>>

type Options = {
  db: IndexDatabase
  now: () => number
  write: (changes: IndexChange[]) => void
}

/** Replies that are remembered of one post: the newest. */
const most = 5000
const prefix = 'replies:'
const none: readonly string[] = []

/** Reads what is known. A reply is remembered also where no feed keeps it: others may stand below it. */
export async function keepThreads({ db, now, write }: Options) {
  let isAwaited = (_: string) => false
  /** Replies by the post that they stand below, the longest known first; and the other way round. */
  const below = new Map<string, Set<string>>()
  const above = new Map<string, string[]>()

  function note(top: string, uri: string): boolean {
    const known = below.get(top) ?? new Set()
    if (known.has(uri)) return false
    below.set(top, known.add(uri))
    above.set(uri, [...(above.get(uri) ?? []), top])
    const [oldest] = known
    if (known.size > most && oldest !== undefined) drop(top, oldest)
    return true
  }

  function drop(top: string, uri: string): void {
    below.get(top)?.delete(uri)
    const others = (above.get(uri) ?? []).filter((other) => other !== top)
    if (others.length > 0) above.set(uri, others)
    else above.delete(uri)
  }

  function bring(top: string, uris: string[]): void {
    const fresh = uris.filter((uri) => note(top, uri))
    if (fresh.length > 0) write([{ type: 'bring', key: prefix + top, uris: fresh, now: now(), most }])
  }

  for (const { key, uri } of await listBroughtPosts(db, prefix)) note(key.slice(prefix.length), uri)

  return {
    /** Posts that feeds name and that `uri` stands below. */
    of: (uri: string): readonly string[] => above.get(uri) ?? none,
    /** A reply, in the order of the firehose. Below a root nothing needs to be remembered: every reply names it. */
    hear(uri: string, { root, parent }: { root: string; parent: string }): void {
      if (parent !== root && isAwaited(parent)) bring(parent, [uri])
      for (const top of above.get(parent) ?? none) if (top !== root) bring(top, [uri])
    },
    /** What the AppView says stands below a post. */
    bring,
    /** What feeds are now: `awaits` says whether one takes replies of a post. Posts that none names are forgotten. */
    keepOnly(awaits: (uri: string) => boolean): void {
      isAwaited = awaits
      for (const [top, uris] of below) {
        if (isAwaited(top)) continue
        for (const uri of [...uris]) drop(top, uri)
        below.delete(top)
        write([{ type: 'forgetBrought', key: prefix + top }])
      }
    },
  }
}
