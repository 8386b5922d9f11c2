// Notices on their way into the index: found in commits, taken back with their records, bounded.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { forgetNotificationEvents, listNotifiedUris } from '#db/queries/notification-events.ts'
import { findNotices } from './find-notices.ts'
import { findWatchedPosts } from './find-watched-posts.ts'
import type { CommitEvent } from './read-event.ts'
import { isObject } from './read-frame.ts'
import { createRecentMap } from './recent-map.ts'
import type { People } from './watch-people.ts'

type Options = { db: IndexDatabase; log: Logger; now: () => number; signal: AbortSignal; people: People }

/** Of one person in a round (ms): a badge says no more than "50+". Longer than `keptFor` nobody leaves a badge alone. */
const bounds = { inRound: 200, round: 60_000, keptFor: 14 * 24 * 3600_000, remembered: 20_000 }

/** Makes what turns commits into changes of `notification_events`. */
export async function keepNotices({ db, log, now, signal, people }: Options) {
  const known = createRecentMap<string, true>(bounds.remembered)
  let counts = new Map<string, number>()
  const remember = (uri: string) => known.set(uri, true)
  for (const uri of await listNotifiedUris(db, bounds.remembered)) remember(uri)

  function take(userDid: string): boolean {
    const count = (counts.get(userDid) ?? 0) + 1
    counts.set(userDid, count)
    return count <= bounds.inRound
  }

  function removed({ did, ops }: CommitEvent): IndexChange[] {
    if (known.size === 0) return []
    return ops.flatMap((op): IndexChange[] => {
      if (!isObject(op) || op.action !== 'delete') return []
      const uri = `at://${did}/${op.path}`
      return known.get(uri) ? [{ type: 'unnotice', uri }] : []
    })
  }

  async function forget(): Promise<void> {
    while (!signal.aborted) {
      counts = new Map()
      await forgetNotificationEvents(db, now() - bounds.keptFor).catch((error) =>
        log.warn({ err: error }, 'old notifications not forgotten'),
      )
      await pause(bounds.round, undefined, { signal }).catch(() => {})
    }
  }

  return {
    done: forget(),
    /** The changes because of a commit: none, for nearly all of them. */
    changesOf(event: CommitEvent): IndexChange[] {
      const gone = removed(event)
      if (people.size === 0) return gone
      const about = findNotices(event, people)
      if (about.length === 0 && people.watchersOf(event.did).length === 0) return gone
      const isKnown = new Set(about.map(({ userDid, uri }) => `${userDid} ${uri}`))
      // Whoever is answered is told that they are.
      const watched = findWatchedPosts(event, people).filter(({ userDid, uri }) => !isKnown.has(`${userDid} ${uri}`))
      const found = [...about, ...watched]
      if (found.length === 0) return gone
      const kept = found.filter(({ userDid }) => take(userDid))
      for (const { uri } of kept) remember(uri)
      return [...gone, ...kept.map((notice): IndexChange => ({ type: 'notice', ...notice, now: now() }))]
    },
  }
}
