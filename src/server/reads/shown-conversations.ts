// Which conversations the pages before have shown: carried in the cursor, so that each stands in a reading once.
import { createHash } from 'node:crypto'
import type { PlacedSlice } from '#types/timeline.ts'
import { rootOf } from '../atproto/to-slices.ts'

/** As many are remembered, the newest: an address stays under 1,300 characters. */
const most = 200
/** Characters of a hash: one in a hundred thousand pages would lose a conversation by accident. */
const length = 5

/** A cursor of ours: `upstream` is the AppView's, `shown` what `keyOf` gives for each conversation. */
export type ReadingCursor = { upstream: string | undefined; shown: Set<string> }

export function readCursor(cursor: string | undefined): ReadingCursor {
  const [, upstream, keys = ''] = /^(.*)~((?:[\w-]{5}){1,200})$/s.exec(cursor ?? '') ?? []
  if (upstream === undefined) return { upstream: cursor, shown: new Set() }
  return { upstream, shown: new Set(keys.match(/.{5}/g)) }
}

/** The cursor after a page that shows `slices`. What nothing was said about yet cannot come again: it is older. */
export function writeCursor(upstream: string, shown: Set<string>, slices: PlacedSlice[]): string {
  const own = slices.filter(({ posts, reason }) => {
    const post = posts.at(-1)
    return reason !== undefined || posts.length > 1 || (post?.kind === 'post' && post.replyTo !== undefined)
  })
  const keys = [...new Set([...shown, ...own.map((slice) => keyOf(rootOf(slice)))])].slice(-most)
  return keys.length === 0 ? upstream : `${upstream}~${keys.join('')}`
}

/** A short hash of the address of the post that began a conversation. */
export function keyOf(root: string): string {
  return createHash('sha256').update(root).digest('base64url').slice(0, length)
}
