// Asks feeds of elsewhere for their posts, on behalf of nobody: what they name is proved and filtered like everything.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import { isItem } from '#db/queries/backfills.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { listFailedKeys } from '#db/queries/source-failures.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import type { PostKeeper } from '../backfill/create-post-keeper.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { Unreachable } from '../ingest/unreachable.ts'
import type { BroughtPosts } from './brought-posts.ts'
import { type Asker, AskFailure } from './create-asker.ts'
import { readFeedAnswer } from './read-feed-answer.ts'

/** A feed of elsewhere, and the feeds here that take from it; `mark` differs when these have changed. */
export type TakenFeed = { uri: string; feedIds: number[]; mark: string }

type Options = {
  db: IndexDatabase
  log: Logger
  now: () => number
  signal: AbortSignal
  asker: Asker
  appviewUrl: string
  /** In ms between two questions; 0 for never. */
  interval: number
  taken: () => TakenFeed[]
  brought: BroughtPosts
  keeper: Pick<PostKeeper, 'keep'>
  matcher: () => Matcher
  write: (changes: IndexChange[]) => void
}

/** Feeds that are asked in all, at once; posts of an answer; shortest and longest wait after failures (ms). */
const limits = { feeds: 200, atOnce: 2, posts: 50, shortest: 15_000, longest: 6 * 3600_000 }
const look = 1000

/**
 * Asks the AppView (app.bsky.feed.getFeed), which speaks to the feed's server in our place: whoever that is meets only
 * the AppView, and can name posts, not make them. After a failure the wait doubles.
 */
export function pollFeeds(options: Options): { done: Promise<void> } {
  const { db, log, now, signal, interval, taken, brought, write } = options
  const states = new Map<string, { at: number; failures: number; mark: string }>()
  const running = new Set<string>()
  /** Keys of those whose failure is written down, for whoever looks at the feeds that take from them. */
  let failed = new Set<string>()

  async function round(): Promise<void> {
    const wanted = taken().slice(0, limits.feeds)
    forget(wanted)
    for (const feed of wanted) {
      if (running.size >= limits.atOnce) return
      if (!running.has(feed.uri) && isDue(feed)) void poll(feed)
    }
  }

  function isDue({ uri, mark }: TakenFeed): boolean {
    const state = states.get(uri)
    if (state) return now() >= state.at || (state.mark !== mark && state.failures === 0)
    const heardAt = brought.heardAt(keyOf(uri))
    // After a start nobody is asked earlier than they would have been.
    if (heardAt !== undefined) states.set(uri, { at: heardAt + interval, failures: 0, mark })
    return heardAt === undefined || now() >= heardAt + interval
  }

  async function poll(feed: TakenFeed): Promise<void> {
    const { uri, mark } = feed
    running.add(uri)
    try {
      await ask(options, feed)
      states.set(uri, { at: now() + interval * (0.9 + Math.random() / 5), failures: 0, mark })
      forgive(keyOf(uri))
    } catch (error) {
      if (signal.aborted) return
      const failures = (states.get(uri)?.failures ?? 0) + 1
      states.set(uri, { at: now() + waitAfter(failures), failures, mark })
      const { status, errorName } = error instanceof AskFailure ? error : { status: 0, errorName: '' }
      failed.add(keyOf(uri))
      write([{ type: 'sourceFailed', key: keyOf(uri), status, reason: errorName, now: now() }])
      if (error instanceof AskFailure) log.warn({ feed: uri, reason: error.message }, 'feed of elsewhere not heard')
      else log.error({ err: error, feed: uri }, 'feed of elsewhere not heard')
    } finally {
      running.delete(uri)
    }
  }

  function forgive(key: string): void {
    if (failed.delete(key)) write([{ type: 'sourceHeard', key }])
  }

  /** What nobody takes from any more. */
  function forget(wanted: TakenFeed[]): void {
    const uris = new Set(wanted.map(({ uri }) => uri))
    for (const uri of states.keys()) if (!uris.has(uri)) states.delete(uri)
    const isOver = (key: string) => !uris.has(key.slice('feed:'.length))
    for (const key of brought.keys()) if (isOver(key)) brought.forget(key)
    for (const key of [...failed]) if (isOver(key)) forgive(key)
  }

  async function run(): Promise<void> {
    if (interval === 0) return
    failed = new Set(await listFailedKeys(db))
    while (!signal.aborted) {
      await round().catch((error) => log.warn({ err: error }, 'feeds of elsewhere not looked at; trying again'))
      await pause(look, undefined, { signal }).catch(() => {})
    }
  }

  return { done: run() }
}

/** In ms: doubled with each failure, up to six hours, and spread. @param random from 0 to 1 */
export function waitAfter(failures: number, random = Math.random()): number {
  return Math.min(limits.longest, limits.shortest * 2 ** Math.min(failures, 12)) * (0.5 + random / 2)
}

/** See sourceKey. */
function keyOf(uri: string): string {
  return `feed:${uri}`
}

/** @throws AskFailure when nobody says what is in the feed */
async function ask(options: Options, { uri, feedIds }: TakenFeed): Promise<void> {
  const { asker, appviewUrl, brought, now, signal } = options
  const answer = await asker.json(appviewUrl, 'app.bsky.feed.getFeed', { feed: uri, limit: limits.posts })
  const posts = readFeedAnswer(answer, limits.posts, now())
  brought.bring(
    keyOf(uri),
    posts.map((post) => post.uri),
    now(),
  )
  for (const post of posts) {
    if (signal.aborted) return
    await keepWanted(options, post, feedIds)
  }
}

/** Only what a feed here wants by the AppView's word is fetched with its proof. */
async function keepWanted({ db, keeper, matcher, log }: Options, post: CandidatePost, feedIds: number[]) {
  const match = matcher().matchWhole(post)
  for (const feedId of feedIds) {
    if (!match.now.includes(feedId) && !match.later.includes(feedId)) continue
    if ((await isItem(db, feedId, post.uri)) || (await isItem(db, -feedId, post.uri))) continue
    try {
      await keeper.keep(post.uri, feedId)
    } catch (error) {
      if (!(error instanceof AskFailure || error instanceof BadFrame || error instanceof Unreachable)) throw error
      log.debug({ uri: post.uri, reason: error.message }, 'post of another feed not kept')
    }
    return
  }
}
