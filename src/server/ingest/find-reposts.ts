// Reposts in a commit, where feeds take them. For nearly every commit the answer is no before anything is read.
import { CidLinkWrapper } from '@atcute/cbor'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import { BadFrame } from './bad-frame.ts'
import { splitPostUri } from './fetch-post.ts'
import { type Blocks, blockKey, decodeBlock } from './read-commit.ts'
import { type CommitEvent, type PostOp, rkeyPattern } from './read-event.ts'
import { isObject } from './read-frame.ts'
import { readTime } from './read-post.ts'

/** `subject` is the URI of a post, `createdAt` as the record has it; a repost without them is removed, or of no post. */
export type WantedRepost = { op: PostOp; rkey: string; subject?: string; createdAt?: unknown }

export const repostCollection = 'app.bsky.feed.repost'
const prefix = `${repostCollection}/`
const none: PostOp[] = []

/** New reposts by whomever a feed takes them of and, of a known account, every change and end of one. */
export function findRepostOps(event: CommitEvent, known: boolean, matcher: Matcher): PostOp[] {
  if (!matcher.takesReposts()) return none
  const ops = event.ops.flatMap(readRepostOp)
  if (ops.length === 0) return none
  const isWanted = matcher.takesRepostsOf(event.did)
  return ops.filter(({ action }) => (action === 'create' ? isWanted : known))
}

/** Nothing for what is no operation on a repost, or is not well-formed: it must not cost the posts of its commit. */
function readRepostOp(op: unknown): PostOp[] {
  if (!isObject(op) || typeof op.path !== 'string' || !op.path.startsWith(prefix)) return none
  const { action, path, cid } = op
  if (!rkeyPattern.test(path.slice(prefix.length))) return none
  if (action === 'delete') return [{ action, path, cid: undefined, key: undefined }]
  if ((action !== 'create' && action !== 'update') || !(cid instanceof CidLinkWrapper)) return none
  return [{ action, path, cid: cid.$link, key: blockKey(cid) }]
}

/** What the record says (lexicon app.bsky.feed.repost). */
export function readRepost(op: PostOp, blocks: Blocks): WantedRepost {
  const repost = { op, rkey: op.path.slice(prefix.length) }
  const bytes = op.key === undefined ? undefined : blocks.get(op.key)
  return bytes === undefined ? repost : { ...repost, ...readSubject(bytes) }
}

function readSubject(bytes: Uint8Array): { subject?: string; createdAt?: unknown } {
  try {
    return readRepostRecord(decodeBlock(bytes)) ?? {}
  } catch (error) {
    if (error instanceof BadFrame) return {}
    throw error
  }
}

/** The post that a record reposts, and when, as it says; undefined where it is no post. */
export function readRepostRecord({ subject, createdAt }: Record<string, unknown>) {
  const uri = isObject(subject) ? subject.uri : undefined
  return typeof uri === 'string' && splitPostUri(uri) ? { subject: uri, createdAt } : undefined
}

type Tools = { now: () => number; quarantine: (event: CommitEvent, reason: string) => IndexChange }

/** What comes of a repost once its commit is believed: it waits until its post has been looked at, or it is over. */
export function settleRepost(
  { now, quarantine }: Tools,
  event: CommitEvent,
  prove: (op: PostOp) => void,
  { op, rkey, subject, createdAt }: WantedRepost,
): IndexChange[] {
  const { did } = event
  try {
    prove(op)
    const over: IndexChange[] = op.action === 'create' ? [] : [{ type: 'removeRepost', did, rkey }]
    if (subject === undefined) return over
    const at = Math.min(readTime(createdAt, now()), now())
    return [...over, { type: 'awaitRepost', did, rkey, subject, createdAt: at, now: now() }]
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error
    return [quarantine(event, error.message)]
  }
}
