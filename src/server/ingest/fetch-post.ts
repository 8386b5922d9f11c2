// One post from its author's repository, with the proof that it is there (com.atproto.sync.getRecord).
import { type Asker, AskFailure } from '../sources/create-asker.ts'
import { BadFrame } from './bad-frame.ts'
import { findInTree } from './find-in-tree.ts'
import type { Identities } from './identities.ts'
import { blockKey, decodeBlock, readBlocks, readCommit, takeBlock } from './read-commit.ts'
import { type PostRecord, readPost } from './read-post.ts'
import { verifySignature } from './verify-commit.ts'

export type FetchTools = {
  asker: Asker
  findPds: (did: string) => Promise<string>
  identities: Pick<Identities, 'find'>
  now: () => number
}

/** `rev` is that of the commit that proves it. */
export type FetchedPost = { uri: string; did: string; rev: string; cid: string; record: PostRecord }

const collection = 'app.bsky.feed.post'
const uriPattern =
  /^at:\/\/(did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%:_-]{1,240}))\/app\.bsky\.feed\.post\/([A-Za-z0-9._:~-]{1,512})$/

/** DID and record key of a post's URI, or undefined when it is none. */
export function splitPostUri(uri: string): { did: string; rkey: string } | undefined {
  const [, did, rkey] = uriPattern.exec(uri) ?? []
  return did && rkey ? { did, rkey } : undefined
}

/**
 * @returns undefined when the repository has no such post
 * @throws AskFailure when it cannot be asked, BadFrame when the answer proves nothing, Unreachable
 */
export async function fetchPost(tools: FetchTools, uri: string): Promise<FetchedPost | undefined> {
  const { did, rkey } = splitPostUri(uri) ?? {}
  if (did === undefined || rkey === undefined) return undefined
  const found = await fetchRecord(tools, { did, collection, rkey })
  return found && { uri, did, rev: found.rev, cid: found.cid, record: readPost(found.record, tools.now()) }
}

/** A record as its author's repository has it, unchecked but proved. `rev` is that of the commit that proves it. */
export type FetchedRecord = { rev: string; cid: string; record: Record<string, unknown> }
type RecordName = { did: string; collection: string; rkey: string }

/** @returns undefined when there is none. @throws like fetchPost */
export async function fetchRecord(tools: FetchTools, name: RecordName): Promise<FetchedRecord | undefined> {
  const { did, collection, rkey } = name
  const car = await askForRecord(tools, name)
  if (car === undefined) return undefined
  const { root, blocks } = readBlocks(car)
  if (root === undefined) throw new BadFrame('CAR file without a root')
  const { rev } = decodeBlock(takeBlock(blocks, root))
  if (typeof rev !== 'string') throw new BadFrame('commit without rev')
  const commit = readCommit(blocks, root, { did, rev })
  await verifySignature(tools.identities, commit)
  const link = findInTree(blocks, commit.data, `${collection}/${rkey}`)
  if (link === undefined) return undefined
  return { rev, cid: link.$link, record: decodeBlock(takeBlock(blocks, blockKey(link))) }
}

async function askForRecord({ asker, findPds }: FetchTools, name: RecordName): Promise<Uint8Array | undefined> {
  try {
    return await asker.bytes(await findPds(name.did), 'com.atproto.sync.getRecord', name)
  } catch (error) {
    if (error instanceof AskFailure && error.status >= 400 && !error.mayPass) return undefined
    throw error
  }
}
