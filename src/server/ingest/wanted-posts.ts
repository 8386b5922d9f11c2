// What a commit says about posts that this box keeps or might keep.
import type { Matcher } from '#feeds/compile-feeds.ts'
import { BadFrame } from './bad-frame.ts'
import { findInTree } from './find-in-tree.ts'
import { findRepostOps, readRepost, type WantedRepost } from './find-reposts.ts'
import { readCandidate } from './read-candidate.ts'
import type { Blocks } from './read-commit.ts'
import { type Commit, takeBlock } from './read-commit.ts'
import type { CommitEvent, PostOp } from './read-event.ts'
import type { PostRecord } from './read-post.ts'
import type { ReadOp } from './read-records.ts'

/** `record` is what to keep, `feedIds` where and `laterIds` where perhaps later; without it the post is to be removed. */
export type WantedPost = { uri: string; op: PostOp; record?: PostRecord; feedIds: number[]; laterIds: number[] }
/** Whether one more post may wait for a feed: most never get what they wait for. */
export type MayWait = (feedId: number) => boolean
export type Wanted = { posts: WantedPost[]; reposts: WantedRepost[]; refused: BadFrame[] }

/**
 * Picks what matters: posts that a feed wants and, for a known author, every change or end of a post; reposts likewise.
 * One bad record must not cost the others of its commit: it is in `refused`.
 */
export function findWanted(
  event: CommitEvent,
  { posts, blocks }: { posts: ReadOp[]; blocks: Blocks },
  known: boolean,
  matcher: Matcher,
  mayWait: MayWait,
): Wanted {
  const reposts = findRepostOps(event, known, matcher).map((op) => readRepost(op, blocks))
  const wanted: Wanted = { posts: [], reposts, refused: [] }
  for (const { op, record, refused } of posts) {
    const uri = `at://${event.did}/${op.path}`
    if (refused) wanted.refused.push(refused)
    if (record === undefined) {
      if (known && op.action === 'delete') wanted.posts.push({ uri, op, feedIds: [], laterIds: [] })
      continue
    }
    const match = matcher.matchWhole(readCandidate(uri, event.did, record))
    const [feedIds, laterIds] = [match.now, match.later.filter(mayWait)]
    if (feedIds.length + laterIds.length > 0) wanted.posts.push({ uri, op, record, feedIds, laterIds })
    else if (known && op.action === 'update') wanted.posts.push({ uri, op, feedIds, laterIds })
  }
  return wanted
}

/**
 * Proves an operation against the signed tree: the record is there with this CID and these bytes, or is not there.
 * @throws BadFrame when it cannot be proved
 */
export function proveOp({ blocks, data }: Commit, { path, cid, key }: PostOp): void {
  const found = findInTree(blocks, data, path)
  if (found?.$link !== cid) throw new BadFrame(cid ? 'record is not in the tree' : 'deleted record is in the tree')
  if (key !== undefined) takeBlock(blocks, key)
}

/** Whether there is nothing to write of a commit but that it was seen. */
export function isNothing({ posts, reposts }: Wanted): boolean {
  return posts.length === 0 && reposts.length === 0
}
