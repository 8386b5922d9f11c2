// Posts in a commit that somebody signed in here asked to hear about.
import { BadFrame } from './bad-frame.ts'
import type { FoundNotice } from './find-notices.ts'
import { blockKey, decodeBlock, readBlocks, takeBlock } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { isObject } from './read-frame.ts'
import type { People } from './watch-people.ts'

/** The new posts of an author for everybody who asked; replies for those who want them. */
export function findWatchedPosts(event: CommitEvent, people: Pick<People, 'watchersOf'>): FoundNotice[] {
  const { did: author } = event
  const watchers = people.watchersOf(author)
  if (watchers.length === 0) return []
  return event.ops.flatMap((op) => {
    if (!isObject(op) || op.action !== 'create' || typeof op.path !== 'string') return []
    if (!op.path.startsWith('app.bsky.feed.post/')) return []
    const isReply = readIsReply(event, op.cid)
    if (isReply === undefined) return []
    const uri = `at://${author}/${op.path}`
    const told = watchers.filter(({ withReplies }) => withReplies || !isReply)
    return told.map(({ userDid }) => ({ userDid, reason: 'subscribed-post', uri }))
  })
}

/** Undefined for what is no post, or cannot be read. */
function readIsReply({ blocks }: CommitEvent, cid: unknown): boolean | undefined {
  try {
    const link = cid as { bytes?: unknown } | null
    if (!(link?.bytes instanceof Uint8Array)) return undefined
    const record = decodeBlock(takeBlock(readBlocks(blocks).blocks, blockKey({ bytes: link.bytes })))
    return isObject(record) && record.$type === 'app.bsky.feed.post' ? isObject(record.reply) : undefined
  } catch (error) {
    if (error instanceof BadFrame) return undefined
    throw error
  }
}
