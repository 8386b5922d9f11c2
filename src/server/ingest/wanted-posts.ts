// What a commit says about posts that this box keeps or might keep.
import type { Matcher } from '#feeds/compile-feeds.ts'
import { BadFrame } from './bad-frame.ts'
import { findInTree } from './find-in-tree.ts'
import { readCandidate } from './read-candidate.ts'
import { type Blocks, type Commit, decodeBlock, takeBlock } from './read-commit.ts'
import type { CommitEvent, PostOp } from './read-event.ts'
import { type PostRecord, readPost } from './read-post.ts'

/** `record` is what to keep and `feedIds` where; without it the post is to be removed. */
export type WantedPost = { uri: string; op: PostOp; record?: PostRecord; feedIds: number[] }
export type Wanted = { posts: WantedPost[]; refused: BadFrame[] }

/**
 * Picks what matters: posts that a feed wants and, for a known author, every change or end of a post.
 * One bad record must not cost the others of its commit: it is in `refused`.
 */
export function findWanted(event: CommitEvent, blocks: Blocks, known: boolean, matcher: Matcher, now: number): Wanted {
  const wanted: Wanted = { posts: [], refused: [] }
  for (const op of event.posts) {
    const uri = `at://${event.did}/${op.path}`
    if (op.action === 'delete') {
      if (known) wanted.posts.push({ uri, op, feedIds: [] })
      continue
    }
    try {
      const record = readPost(decodeBlock(blockOf(blocks, op)), now)
      const feedIds = matcher.match(readCandidate(uri, event.did, record))
      if (feedIds.length > 0) wanted.posts.push({ uri, op, record, feedIds })
      else if (known && op.action === 'update') wanted.posts.push({ uri, op, feedIds: [] })
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
      wanted.refused.push(error)
    }
  }
  return wanted
}

function blockOf(blocks: Blocks, op: PostOp): Uint8Array {
  const bytes = op.key === undefined ? undefined : blocks.get(op.key)
  if (bytes === undefined) throw new BadFrame('missing block')
  return bytes
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
