// Who is signed in here, and with which sessions: looked up in main.db, so that there is no side channel to break.
import { setTimeout as pause } from 'node:timers/promises'
import { listLiveSessions } from '#db/queries/sessions.ts'
import { listUserDids } from '#db/queries/users.ts'
import { listWatchedAuthors } from '#db/queries/watched-authors.ts'
import type { Context } from '../context.ts'

type Watcher = { userDid: string; withReplies: boolean }

export type People = {
  has: (did: string) => boolean
  /** Ids of somebody's sessions. */
  sessionsOf: (did: string) => number[]
  /** Who asked to hear about the posts of an author. */
  watchersOf: (author: string) => Watcher[]
  readonly size: number
  /** DIDs other than did:plc, which have no fixed length. */
  readonly others: string[]
}

/** In ms: how long after signing in or out `stream` may not know of it. */
const interval = 1000

type Watched = {
  signal: AbortSignal
  /** DIDs of whom something may be kept from before. */
  known: string[]
  /** Told of whoever has deleted their data here. Who has merely signed out comes back to what was kept. */
  onGone: (dids: string[]) => void
}

/** Reads the sessions, then keeps looking until `signal` says stop. */
export async function watchPeople({ main, log, now }: Context, { signal, known, onGone }: Watched) {
  let users = new Set(known)
  let sessions = new Map<string, number[]>()
  let others: string[] = []
  let watchers = new Map<string, Watcher[]>()

  async function look(): Promise<void> {
    const rows = await listLiveSessions(main, now())
    const next = new Map<string, number[]>()
    for (const { did, id } of rows) next.set(did, [...(next.get(did) ?? []), id])
    sessions = next
    others = [...next.keys()].filter((did) => !did.startsWith('did:plc:'))
    const watched = new Map<string, Watcher[]>()
    for (const { authorDid, ...watcher } of await listWatchedAuthors(main, now())) {
      watched.set(authorDid, [...(watched.get(authorDid) ?? []), watcher])
    }
    watchers = watched
    const present = new Set(await listUserDids(main))
    const gone = [...users].filter((did) => !present.has(did))
    users = present
    if (gone.length > 0) onGone(gone)
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await pause(interval, undefined, { signal }).catch(() => {})
      if (!signal.aborted) await look().catch((error) => log.warn({ err: error }, 'sessions not read; trying again'))
    }
  }

  await look()
  const people: People = {
    has: (did) => sessions.has(did),
    sessionsOf: (did) => sessions.get(did) ?? [],
    watchersOf: (author) => watchers.get(author) ?? [],
    get size() {
      return sessions.size
    },
    get others() {
      return others
    },
  }
  /** Whoever begins to listen must be known before they are told that they do. */
  async function meet(did: string, sessionId: number): Promise<void> {
    if (!people.sessionsOf(did).includes(sessionId)) await look()
  }
  return { people, meet, done: loop() }
}
