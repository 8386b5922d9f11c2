// Signed frames in the mix of the live network, for benchmarks: 54 % likes, 17 % follows, 11 % posts, 9 % reposts, rest.
import { compileFeeds, type FeedDefinition } from '#feeds/compile-feeds.ts'
import { readCandidate } from '#server/ingest/read-candidate.ts'
import { readPost } from '#server/ingest/read-post.ts'
import { keepFeed } from '../tests/ingest/ingest-harness.ts'
import { createDice } from '../tests/ingest/recording.ts'
import {
  commitFrame,
  createSignedRepo,
  growTree,
  type RepoWrite,
  type SignedRepo,
} from '../tests/ingest/signed-repo.ts'
import { makeFeed } from './match-feeds.ts'
import { cidOf, createPostWriter, didOf, rkeyAt } from './network-posts.ts'

/** `keptBefore[n]`: posts among the first `n` frames that a feed wants. */
export type Mix = {
  frames: { seq: number; bytes: Uint8Array }[]
  repos: SignedRepo[]
  keptBefore: number[]
}

/** Kinds of records, up to which number of a hundred. */
const collections: [number, string][] = [
  [54, 'app.bsky.feed.like'],
  [71, 'app.bsky.graph.follow'],
  [82, 'app.bsky.feed.post'],
  [91, 'app.bsky.feed.repost'],
  [100, 'app.bsky.graph.block'],
]
/** What an account that posts has in its repository: it makes a frame as large as those of the network, some 4 kB. */
const records = Number(process.env.RECORDS ?? 2000)

/** The feeds of the benchmark: one that wants the posts that say "keep", and feeds of all kinds (match-feeds.ts). */
export function makeFeeds(count: number): FeedDefinition[] {
  const others = Array.from({ length: count - 1 }, (_, n) => makeFeed(n + 2))
  return [{ feedId: 1, definition: keepFeed }, ...others]
}

/**
 * Makes `count` frames of `accounts` accounts, one commit each, posts as in network-posts.ts. Likes, reposts and replies
 * are of posts of the last hours: every second reaction is of a post of this very stream, early ones more than late ones.
 * @param keptShare one in how many posts says "keep"
 */
export async function createMix(
  count: number,
  accounts: number,
  keptShare: number,
  feeds: FeedDefinition[],
): Promise<Mix> {
  const dice = createDice(11)
  const write = createPostWriter(7)
  const { match } = compileFeeds(feeds)
  const repos: SignedRepo[] = []
  const grown = await growTree(Array.from({ length: records }, () => pathOf(dice(100), dice(1_000_000))))
  for (let i = 0; i < accounts; i++) repos.push(await createSignedRepo(undefined, undefined, undefined, grown))
  const frames: Mix['frames'] = []
  const keptBefore = [0]
  const posted: { uri: string; cid: string }[] = []
  let posts = 0

  /** A post that somebody reacts to: what many have seen gets most. */
  function popular(at: number): { uri: string; cid: string } {
    const known = posted[Math.floor(posted.length * (dice(10_000) / 10_000) ** 2)]
    if (known && dice(2) === 0) return known
    const n = dice(1_000_000)
    return { uri: `at://${didOf(n)}/app.bsky.feed.post/${rkeyAt(at - n * 20, n)}`, cid: cidOf(String(n)) }
  }

  for (let seq = 1; seq <= count; seq++) {
    const repo = repos[dice(repos.length)] as SignedRepo
    const roll = dice(100)
    const at = Date.now()
    let kept = 0
    let made: RepoWrite
    if (roll >= 71 && roll < 82) {
      const post = write(seq, at)
      const text = posts++ % keptShare === 0 ? `${post.text.slice(0, 290)} keep` : post.text
      const named = (uri: string) => ({ uri, cid: cidOf(uri) })
      const reply = post.reply && { root: named(post.reply.root), parent: named(post.reply.parent) }
      const createdAt = new Date(at).toISOString()
      const record = { $type: 'app.bsky.feed.post', ...post, reply, text, createdAt }
      made = { action: 'create', path: `app.bsky.feed.post/${rkeyAt(at, seq)}`, record: defined(record) }
      const uri = `at://${repo.did}/${made.path}`
      kept = match(readCandidate(uri, repo.did, readPost(defined(record), at))).length > 0 ? 1 : 0
      posted.push({ uri, cid: cidOf(uri) })
    } else made = other(roll, seq, at)
    keptBefore.push((keptBefore.at(-1) ?? 0) + kept)
    frames.push({ seq, bytes: commitFrame(seq, await repo.commit([made])) })
  }
  return { frames, repos, keptBefore }

  function other(roll: number, seq: number, at: number): RepoWrite {
    const createdAt = new Date(at).toISOString()
    const put = (collection: string, record: Record<string, unknown>): RepoWrite => {
      return { action: 'create', path: `${collection}/${rkeyAt(at, seq)}`, record: { $type: collection, ...record } }
    }
    if (roll < 54) return put('app.bsky.feed.like', { subject: popular(at), createdAt })
    if (roll < 71) return put('app.bsky.graph.follow', { subject: didOf(dice(1_000_000)), createdAt })
    if (roll < 91) return put('app.bsky.feed.repost', { subject: popular(at), createdAt })
    return put('app.bsky.graph.block', { subject: didOf(dice(1_000_000)), createdAt })
  }
}

/** Where a record of the last two years stands; kinds as in the mix. */
function pathOf(roll: number, n: number): string {
  const [, collection = ''] = collections.find(([below]) => roll < below) ?? []
  return `${collection}/${rkeyAt(Date.now() - n * 60_000, n)}`
}

function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}
