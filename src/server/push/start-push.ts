// The runner of push messages: looks at what `stream` saw happen, and tells the browsers of whom it happened to.
import { setTimeout as pause } from 'node:timers/promises'
import { listEventsSince } from '#db/queries/notification-events.ts'
import { findPushedPerson, listPushedPeople, noteTold } from '#db/queries/push.ts'
import type { WebContext } from '../context.ts'
import { keepWatchedAuthors } from '../writes/keep-watched-authors.ts'
import { type News, tellPerson } from './tell-person.ts'

/** How often this box's own index is looked at, in ms: the network is not asked for it. */
const interval = 1000
/** How often the network is asked whose posts people want to hear about, in ms: other apps change that too. */
const learnEvery = 3600_000
/** Events of one transaction come a moment after the time they bear (ms). */
const overlap = 5000
/** What happened while the box was off for longer (ms) is no news. */
const oldest = 30 * 60_000
/** The AppView knows a record some time after the firehose: pauses between asking it, in ms. */
const pauses = [1500, 3000, 6000, 12_000, 20_000]
const mostEvents = 1000

/** `posts` are those of people whose posts somebody asked to hear about. */
type Waiting = News & { seenAt: number }

/** Runs until `signal` says stop; `done` resolves when nothing is under way. */
export function startPush(ctx: WebContext, signal: AbortSignal): { done: Promise<void> } {
  const handled = new Map<string, number>()
  const waiting = new Map<string, Waiting>()
  const running = new Map<string, Promise<void>>()
  let since = ctx.now() - oldest

  async function look(): Promise<void> {
    if (!(await ctx.leases.holds('push'))) return
    const events = await listEventsSince(ctx.index, since - overlap, mostEvents)
    for (const [key, seenAt] of handled) if (seenAt < since - overlap) handled.delete(key)
    for (const { userDid, uri, seenAt, reason } of events) {
      const key = `${userDid} ${uri}`
      if (handled.has(key)) continue
      handled.set(key, seenAt)
      since = Math.max(since, seenAt)
      const person = await findPushedPerson(ctx.main, userDid, ctx.now())
      if (!person || seenAt <= person.rules.toldAt) continue
      const own = waiting.get(userDid) ?? { uris: new Set(), posts: new Set(), seenAt: 0 }
      if (reason === 'subscribed-post') own.posts.add(uri)
      else own.uris.add(uri)
      own.seenAt = Math.max(own.seenAt, seenAt)
      waiting.set(userDid, own)
      if (!running.has(userDid)) begin(userDid, person.userId)
    }
  }

  function begin(did: string, userId: number): void {
    const run = deliver(did, userId)
      .catch((error: unknown) => ctx.log.warn({ err: error, did }, 'push messages not sent'))
      .finally(() => {
        running.delete(did)
        if (waiting.has(did) && !signal.aborted) begin(did, userId)
      })
    running.set(did, run)
  }

  /** Asks until everything is listed, or for the last time. What comes meanwhile is told with it. */
  async function deliver(did: string, userId: number): Promise<void> {
    let left: News = { uris: new Set(), posts: new Set() }
    for (let attempt = 0; attempt < pauses.length && !signal.aborted; attempt += 1) {
      await pause(pauses[attempt], undefined, { signal }).catch(() => {})
      const news = waiting.get(did)
      waiting.delete(did)
      // Whoever is told of more begins to wait anew.
      if (news) attempt = 0
      const isLast = attempt === pauses.length - 1
      const uris = new Set([...left.uris, ...(news?.uris ?? [])])
      const posts = new Set([...left.posts, ...(news?.posts ?? [])])
      const told = await tellPerson(ctx, did, { uris, posts }, isLast)
      left = told.waiting
      if (news && !told.isOutage) await noteTold(ctx.main, userId, news.seenAt)
      if (left.uris.size + left.posts.size === 0 && !waiting.has(did)) return
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await ctx.jobs
        .run('push messages', interval, look)
        .catch((error: unknown) => ctx.log.warn({ err: error }, 'push: nothing looked up; trying again'))
      await pause(interval, undefined, { signal }).catch(() => {})
    }
    await Promise.all(running.values())
  }

  async function learn(): Promise<void> {
    while (!signal.aborted) {
      for (const person of await listPushedPeople(ctx.main, ctx.now())) {
        await keepWatchedAuthors(ctx, person).catch((error: unknown) =>
          ctx.log.info({ err: error, did: person.did }, 'push: not learned whose posts somebody wants to hear about'),
        )
      }
      await pause(learnEvery, undefined, { signal }).catch(() => {})
    }
  }

  return { done: Promise.all([loop(), learn()]).then(() => undefined) }
}
