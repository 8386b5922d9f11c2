// Reposts that wait: each one's post is looked at, here or in its author's repository, and feeds are asked.
import { setTimeout as pause } from 'node:timers/promises'
import { type AwaitedRepost, listAwaitedReposts } from '#db/queries/awaited-reposts.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { findIndexedPosts } from '#db/queries/indexed-posts.ts'
import { listLabels } from '#db/queries/labels.ts'
import { listItemsOfPosts } from '#db/queries/stored-items.ts'
import { findWindowPost } from '#db/queries/window-posts.ts'
import type { Match, Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import type { PostKeeper } from '../backfill/create-post-keeper.ts'
import type { Context } from '../context.ts'
import { AskFailure } from '../sources/create-asker.ts'
import { BadFrame } from './bad-frame.ts'
import { splitPostUri } from './fetch-post.ts'
import { readCandidate } from './read-candidate.ts'
import { withCounts } from './take-crossed.ts'
import { Unreachable } from './unreachable.ts'
import type { MayWait } from './wanted-posts.ts'

type Options = {
  matcher: () => Matcher
  lookups: Lookups
  keeper: Pick<PostKeeper, 'keepReposted'>
  mayWait: MayWait
  /** Brings what is known of people into memory. */
  load: (dids: string[]) => Promise<unknown>
  write: (changes: IndexChange[]) => void
  /** Waits until all of it is written. */
  flush: () => Promise<void>
}

/** Reposts looked at together, and side by side. */
const limits = { slice: 48, atOnce: 4 }
/** In ms: between looks, and before each new attempt when a post cannot be asked for. */
const look = 300
const patience = [30_000, 2 * 60_000, 10 * 60_000, 3600_000]
const nowhere: Match = { now: [], later: [] }

/** Works until `signal` says stop. What was not finished is there after a new start. */
export async function takeReposts({ index, log, now }: Context, options: Options, signal: AbortSignal): Promise<void> {
  const { matcher, lookups, keeper, mayWait, load, write, flush } = options

  async function take(awaited: AwaitedRepost): Promise<void> {
    const { did, rkey, subject, createdAt } = awaited
    const author = splitPostUri(subject)?.did ?? ''
    await load([did, author])
    const repost = { uri: `at://${did}/app.bsky.feed.repost/${rkey}`, did, createdAt }
    const place = (match: Match, postAt: number): IndexChange[] => [
      {
        ...{ type: 'placeRepost', did, rkey, subject, feedIds: match.now, laterIds: match.later.filter(mayWait) },
        sortKey: Math.max(createdAt, postAt + 1),
      },
    ]
    if (!matcher().takesRepostsOf(did)) return write(place(nowhere, 0))
    const [stored] = await findIndexedPosts(index, [subject])
    if (stored) {
      const candidate = readCandidate(subject, author, { ...stored, tags: stored.tags ?? [], embed: stored.embeds })
      const match = matcher().matchWhole({ ...candidate, repost }, await lookupsOf(stored.id, candidate))
      return write(place(match, Math.min(stored.createdAt, stored.indexedAt)))
    }
    const seen = await findWindowPost(index, subject)
    const counted = seen && withCounts(lookups, seen)
    // What the window says is not proved, but enough to leave alone what no feed wants.
    if (seen && isNowhere(matcher().matchWhole({ ...readCandidate(subject, author, seen), repost }, counted)))
      return write(place(nowhere, 0))
    if (!(await keeper.keepReposted(subject, repost, place, counted))) write(place(nowhere, 0))
  }

  /** What a kept post has got, and what labelers say of it. */
  async function lookupsOf(postId: number, { uri, did }: CandidatePost): Promise<Lookups> {
    const [item] = await listItemsOfPosts(index, [postId])
    const labels = await listLabels(index, [uri, did], now())
    const counted = item ? withCounts(lookups, item.counts) : lookups
    return { ...counted, labelsOf: () => [...labels.values()].flat() }
  }

  /** One server that does not answer must not cost the others. */
  function passOver({ did, rkey, subject, attempts }: AwaitedRepost, error: unknown): void {
    if (signal.aborted) return
    if (!(error instanceof AskFailure || error instanceof BadFrame || error instanceof Unreachable)) throw error
    const wait = error instanceof BadFrame ? undefined : patience[attempts]
    log.debug({ subject, reason: error.message, wait }, 'reposted post not read')
    const over: IndexChange = { type: 'placeRepost', did, rkey, subject, feedIds: [], laterIds: [], sortKey: 0 }
    write([wait === undefined ? over : { type: 'retryRepost', did, rkey, retryAt: now() + wait }])
  }

  async function round(): Promise<void> {
    const awaited = await listAwaitedReposts(index, now(), limits.slice)
    for (let at = 0; at < awaited.length && !signal.aborted; at += limits.atOnce) {
      const some = awaited.slice(at, at + limits.atOnce)
      await Promise.all(some.map((one) => take(one).catch((error) => passOver(one, error))))
    }
    if (awaited.length > 0) await flush()
  }

  while (!signal.aborted) {
    await round().catch((error) => log.warn({ err: error }, 'reposts not taken; trying later'))
    await pause(look, undefined, { signal }).catch(() => {})
  }
}

function isNowhere({ now, later }: Match): boolean {
  return now.length + later.length === 0
}
