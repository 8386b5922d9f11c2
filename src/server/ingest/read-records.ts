// The post records of a commit, read once for everybody who looks at the event.
import { BadFrame } from './bad-frame.ts'
import { type Blocks, decodeBlock, readBlocks } from './read-commit.ts'
import type { CommitEvent, PostOp } from './read-event.ts'
import { type PostRecord, readPost } from './read-post.ts'

/** One operation on a post: its record, why it is refused, or neither for a deletion. */
export type ReadOp = { op: PostOp; record?: PostRecord; refused?: BadFrame }
export type CommitRecords = { root: string | undefined; blocks: Blocks; posts: ReadOp[] }
export type RecordReader = (event: CommitEvent) => CommitRecords

/** Makes the reader, which remembers what it read as long as the event is there. It throws BadFrame when there is no CAR file. */
export function createRecordReader(now: () => number): RecordReader {
  return (event) => {
    if (event.records) return event.records
    const { root, blocks } = readBlocks(event.blocks)
    const records = { root, blocks, posts: event.posts.map((op) => readOp(op, blocks, now())) }
    event.records = records
    return records
  }
}

function readOp(op: PostOp, blocks: Blocks, now: number): ReadOp {
  if (op.action === 'delete') return { op }
  try {
    const bytes = op.key === undefined ? undefined : blocks.get(op.key)
    if (bytes === undefined) throw new BadFrame('missing block')
    return { op, record: readPost(decodeBlock(bytes), now) }
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error
    return { op, refused: error }
  }
}
