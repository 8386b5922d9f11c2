// One commit → what is written because of it: the rules for revisions, continuity and verification (decision 008).
import type { ActorRow } from '#db/queries/actors.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import { isTidAfter } from '../atproto/create-tid.ts'
import type { ActorStates } from './actor-states.ts'
import { BadFrame } from './bad-frame.ts'
import { findRepostOps, settleRepost } from './find-reposts.ts'
import type { Identities } from './identities.ts'
import { blockKey, type Commit, readCommit } from './read-commit.ts'
import type { CommitEvent, PostOp } from './read-event.ts'
import type { RecordReader } from './read-records.ts'
import { readSigningKey } from './signing-key.ts'
import { Unreachable } from './unreachable.ts'
import { findWanted, isNothing, type MayWait, proveOp, type Wanted } from './wanted-posts.ts'

export type DecisionTools = {
  actors: ActorStates
  identities: Identities
  /** Confirms a handle, or gives `handle.invalid`. */
  confirmHandle: (did: string, handle: string | undefined) => Promise<string>
  matcher: () => Matcher
  mayWait: MayWait
  records: RecordReader
  now: () => number
  /** Keeps a frame for a look while the event goes on. */
  quarantine: (event: CommitEvent, reason: string) => IndexChange
  /** May verify an event that nobody needs, on the side. */
  sample: (event: CommitEvent) => void
}

/** How far ahead of our clock a revision may be, in ms (atproto Sync: a short window for drifting clocks). */
export const drift = 5 * 60_000

/**
 * Decides at once where it can, and after asking for the author's identity where it must.
 * @throws BadFrame when the event cannot be trusted, Unreachable when the author's identity cannot be asked for
 */
export function decideCommit(tools: DecisionTools, event: CommitEvent): IndexChange[] | Promise<IndexChange[]> {
  const actor = tools.actors.get(event.did)
  if (isTidAfter(event.rev, tools.now() + drift)) throw new BadFrame('rev in the future')
  if (isOver(event, actor)) return []
  if (event.isUnsigned) return decideUnsigned(tools, event, actor)
  const continuous = !actor || continues(event, actor)
  if (!actor && !mayMatter(event, false, tools.matcher())) {
    tools.sample(event)
    return []
  }
  const records = tools.records(event)
  const { root, blocks } = records
  if (root !== blockKey(event.commit)) throw new BadFrame('commit is not the root of its CAR file')
  const wanted = findWanted(event, records, actor !== undefined, tools.matcher(), tools.mayWait)
  const notes = wanted.refused.map(({ message }) => tools.quarantine(event, message))
  if (!actor && isNothing(wanted)) {
    tools.sample(event)
    return notes
  }
  const commit = readCommit(blocks, root, event)
  if (!continuous) notes.push(tools.quarantine(event, 'desynchronised: does not continue the last commit seen'))
  if (actor && continuous && isNothing(wanted)) {
    tools.sample(event)
    return [...notes, advance(tools, actor, signed(commit))]
  }
  if (actor && isSignedBy(commit, actor.signingKey))
    return [...notes, ...settle(tools, event, actor, signed(commit), wanted)]
  return identify(tools, commit, actor).then((author) => [
    ...notes,
    ...settle(tools, event, author, signed(commit), wanted),
  ])
}

/** Whether a commit may change anything but what is known of its author. */
export function mayMatter(event: CommitEvent, known: boolean, matcher: Matcher): boolean {
  return event.posts.length > 0 || findRepostOps(event, known, matcher).length > 0
}

/**
 * Whether a commit changes nothing any more: its account is not active, or it was seen before. Jetstream may tell one
 * commit in parts, and what it tells twice changes nothing.
 */
export function isOver({ rev, isUnsigned }: CommitEvent, actor: ActorRow | undefined): boolean {
  if (actor === undefined) return false
  return actor.status !== 'active' || rev < actor.rev || (rev === actor.rev && !isUnsigned)
}

/** What Jetstream tells is taken at its word; only who the author is, is asked for. */
function decideUnsigned(
  tools: DecisionTools,
  event: CommitEvent,
  actor: ActorRow | undefined,
): IndexChange[] | Promise<IndexChange[]> {
  const wanted = findWanted(event, tools.records(event), actor !== undefined, tools.matcher(), tools.mayWait)
  const notes = wanted.refused.map(({ message }) => tools.quarantine(event, message))
  const told: Settled = { rev: event.rev, data: '', prove: () => {} }
  if (!actor && isNothing(wanted)) return notes
  if (actor && (isNothing(wanted) || actor.signingKey !== '')) {
    return [...notes, ...settle(tools, event, actor, told, wanted)]
  }
  return introduce(tools, event.did, actor).then((author) => [...notes, ...settle(tools, event, author, told, wanted)])
}

/** The row of an author whose post is the first that is kept. */
async function introduce(tools: DecisionTools, did: string, actor: ActorRow | undefined): Promise<ActorRow> {
  const { signingKey, handle } = await findDocument(tools, did, false)
  return {
    did,
    handle: await tools.confirmHandle(did, handle),
    signingKey,
    rev: '',
    data: '',
    status: actor?.status ?? 'active',
  }
}

/** @throws BadFrame when there is none, Unreachable */
async function findDocument(tools: DecisionTools, did: string, fresh: boolean) {
  const found = await tools.identities.find(did, { fresh })
  if ('document' in found) return found.document
  if (found.failed === 'gone') throw new BadFrame(`no identity: ${found.reason}`)
  throw new Unreachable(found.reason)
}

/** `since` and `prevData` name the commit before this one, which must be the last one seen. */
function continues({ since, prevData }: CommitEvent, { rev, data }: ActorRow): boolean {
  if (rev === '' || data === '') return true
  return since === rev && (prevData === undefined || prevData.$link === data)
}

function isSignedBy({ unsigned, signature }: Commit, multikey: string): boolean {
  return readSigningKey(multikey)?.verify(unsigned(), signature) ?? false
}

/** What is settled: the revision reached, the root of its tree, and what proves an operation or throws BadFrame. */
type Settled = { rev: string; data: string; prove: (op: PostOp) => void }

function signed(commit: Commit): Settled {
  return { rev: commit.rev, data: commit.data.$link, prove: (op) => proveOp(commit, op) }
}

function advance({ actors, now }: DecisionTools, actor: ActorRow, { rev, data }: Settled): IndexChange {
  const next = { ...actor, rev, data }
  actors.set(next)
  return { type: 'actor', actor: next, now: now() }
}

/** The signature fits now, or it does not: a key that has changed is asked for once more. */
async function identify(tools: DecisionTools, commit: Commit, actor: ActorRow | undefined): Promise<ActorRow> {
  for (const fresh of [false, true]) {
    const { signingKey, handle } = await findDocument(tools, commit.did, fresh)
    if (!isSignedBy(commit, signingKey)) continue
    if (actor && actor.signingKey !== '') return { ...actor, signingKey }
    const confirmed = await tools.confirmHandle(commit.did, handle)
    return { did: commit.did, handle: confirmed, signingKey, rev: '', data: '', status: actor?.status ?? 'active' }
  }
  throw new BadFrame('signature does not fit the signing key')
}

/** The commit is its author's, or taken as such. What it says of posts is proved one by one, where it can be. */
function settle(
  tools: DecisionTools,
  event: CommitEvent,
  author: ActorRow,
  commit: Settled,
  wanted: Wanted,
): IndexChange[] {
  const changes: IndexChange[] = []
  for (const { uri, op, record, feedIds, laterIds } of wanted.posts) {
    try {
      commit.prove(op)
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
      changes.push(tools.quarantine(event, error.message))
      continue
    }
    if (record === undefined || op.cid === undefined) {
      changes.push({ type: 'removePost', uri })
      continue
    }
    if (op.action === 'update') changes.push({ type: 'leaveReposts', uri })
    const indexedAt = tools.now()
    const { text, facets, langs, labels, embed: embeds, reply, tags, createdAt } = record
    const names = { uri, cid: op.cid, authorDid: event.did }
    const post = { ...names, text, facets, langs, labels, embeds, reply, tags, createdAt, indexedAt }
    changes.push({ type: 'keepPost', post, feedIds, laterIds, sortKey: Math.min(createdAt, indexedAt) })
  }
  for (const repost of wanted.reposts) changes.push(...settleRepost(tools, event, commit.prove, repost))
  const known = author.rev !== '' || changes.some(({ type }) => type === 'keepPost' || type === 'awaitRepost')
  return known ? [advance(tools, author, commit), ...changes] : changes
}
