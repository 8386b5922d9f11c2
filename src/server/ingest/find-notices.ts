// What in a commit is about somebody who is signed in here: likes, reposts, follows, replies, mentions,
// quotes, verifications, arrivals by a starter pack.
import { BadFrame } from './bad-frame.ts'
import { type Blocks, blockKey, decodeBlock, readBlocks, takeBlock } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { isObject } from './read-frame.ts'
import type { People } from './watch-people.ts'

/** `reason` as in app.bsky.notification.listNotifications. */
export type Notice = { userDid: string; reason: string }
export type FoundNotice = Notice & { uri: string }

const marker = Buffer.from('did:plc:')
/** Length of a did:plc. */
const didLength = 32

type Loose = Record<string, unknown>

/**
 * Whether the bytes of a commit name anybody of `people` but its author. Nothing is decoded for it: a text stands in
 * DAG-CBOR as it is, so an identifier is found by looking for its beginning. This is all that most commits cost.
 */
export function namesSomebody(blocks: Uint8Array, author: string, people: Pick<People, 'has' | 'others'>): boolean {
  const bytes = Buffer.from(blocks.buffer, blocks.byteOffset, blocks.byteLength)
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + didLength)) {
    const did = bytes.toString('latin1', at, at + didLength)
    if (did !== author && people.has(did)) return true
  }
  return people.others.some((did) => did !== author && bytes.includes(did))
}

/** What the records of a commit do to `people`. Records that are not well-formed do nothing. */
export function findNotices(event: CommitEvent, people: Pick<People, 'has' | 'others'>): FoundNotice[] {
  const { did: author } = event
  if (!namesSomebody(event.blocks, author, people)) return []
  const blocks = blocksOf(event)
  return event.ops.flatMap((op) => {
    if (!isObject(op) || op.action !== 'create' || typeof op.path !== 'string') return []
    const collection = op.path.slice(0, op.path.indexOf('/'))
    const read = readers[collection]
    const record = read && recordOf(blocks, op.cid)
    if (record?.$type !== collection) return []
    const uri = `at://${author}/${op.path}`
    const found = new Map<string, string>()
    for (const { userDid, reason } of read?.(record) ?? []) {
      if (userDid !== author && people.has(userDid) && !found.has(userDid)) found.set(userDid, reason)
    }
    return [...found].map(([userDid, reason]) => ({ userDid, reason, uri }))
  })
}

/** What cannot be read is the business of whoever keeps posts. */
function blocksOf({ blocks }: CommitEvent): Blocks {
  try {
    return readBlocks(blocks).blocks
  } catch (error) {
    if (error instanceof BadFrame) return new Map()
    throw error
  }
}

/** One bad record must not cost the others of its commit. */
function recordOf(blocks: Blocks, cid: unknown): Loose | undefined {
  try {
    const link = cid as { bytes?: unknown } | null
    if (!(link?.bytes instanceof Uint8Array)) return undefined
    return decodeBlock(takeBlock(blocks, blockKey({ bytes: link.bytes })))
  } catch (error) {
    if (error instanceof BadFrame) return undefined
    throw error
  }
}

const readers: Record<string, (record: Loose) => Notice[]> = {
  'app.bsky.feed.like': (record) => reaction(record, 'like'),
  'app.bsky.feed.repost': (record) => reaction(record, 'repost'),
  'app.bsky.graph.follow': ({ subject }) =>
    typeof subject === 'string' ? [{ userDid: subject, reason: 'follow' }] : [],
  'app.bsky.feed.post': readPost,
  'app.bsky.graph.verification': ({ subject }) =>
    typeof subject === 'string' ? [{ userDid: subject, reason: 'verified' }] : [],
  'app.bsky.actor.profile': ({ joinedViaStarterPack }) => authorOf(joinedViaStarterPack, 'starterpack-joined'),
}

function reaction({ subject, via }: Loose, reason: string): Notice[] {
  return [...authorOf(subject, reason), ...authorOf(via, `${reason}-via-repost`)]
}

/** The first that fits names the reason: somebody who is answered and mentioned is answered. */
function readPost({ reply, facets, embed }: Loose): Notice[] {
  const { parent, root } = isObject(reply) ? reply : {}
  return [
    ...authorOf(parent, 'reply'),
    ...authorOf(root, 'reply'),
    ...mentions(facets),
    ...(isObject(embed) ? quoted(embed) : []),
  ]
}

function mentions(facets: unknown): Notice[] {
  if (!Array.isArray(facets)) return []
  return facets
    .slice(0, 100)
    .flatMap((facet) => (isObject(facet) && Array.isArray(facet.features) ? facet.features.slice(0, 10) : []))
    .filter((feature): feature is { did: string } => isObject(feature) && typeof feature.did === 'string')
    .map(({ did }) => ({ userDid: did, reason: 'mention' }))
}

/** app.bsky.embed.record, and #recordWithMedia around it. */
function quoted({ record }: Loose): Notice[] {
  if (!isObject(record)) return []
  return authorOf(isObject(record.record) ? record.record : record, 'quote')
}

/** Whose record a reference (com.atproto.repo.strongRef) names. */
function authorOf(reference: unknown, reason: string): Notice[] {
  if (!isObject(reference) || typeof reference.uri !== 'string') return []
  const userDid = /^at:\/\/(did:[^/]{1,300})\//.exec(reference.uri)?.[1]
  return userDid ? [{ userDid, reason }] : []
}
