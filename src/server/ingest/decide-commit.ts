// One commit → what is written because of it: the rules for revisions, continuity and verification (decision 008).
import type { ActorRow } from '#db/queries/actors.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import { tidOf } from '../atproto/create-tid.ts'
import type { ActorStates } from './actor-states.ts'
import { BadFrame } from './bad-frame.ts'
import type { Identities } from './identities.ts'
import { blockKey, type Commit, readCommit } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import type { RecordReader } from './read-records.ts'
import { readSigningKey } from './signing-key.ts'
import { Unreachable } from './unreachable.ts'
import { findWanted, type MayWait, proveOp, type Wanted } from './wanted-posts.ts'

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
  quarantine: (event: { seq: number; did: string }, reason: string) => IndexChange
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
  if (event.rev > tidOf(tools.now() + drift)) throw new BadFrame('rev in the future')
  if (isOver(event, actor)) return []
  const continuous = !actor || continues(event, actor)
  if (!actor && event.posts.length === 0) {
    tools.sample(event)
    return []
  }
  const { root, blocks, posts } = tools.records(event)
  if (root !== blockKey(event.commit)) throw new BadFrame('commit is not the root of its CAR file')
  const wanted = findWanted(event, posts, actor !== undefined, tools.matcher(), tools.mayWait)
  const notes = wanted.refused.map(({ message }) => tools.quarantine(event, message))
  if (!actor && wanted.posts.length === 0) {
    tools.sample(event)
    return notes
  }
  const commit = readCommit(blocks, root, event)
  if (!continuous) notes.push(tools.quarantine(event, 'desynchronised: does not continue the last commit seen'))
  if (actor && continuous && wanted.posts.length === 0) {
    tools.sample(event)
    return [...notes, advance(tools, actor, commit)]
  }
  if (actor && isSignedBy(commit, actor.signingKey)) return [...notes, ...settle(tools, event, actor, commit, wanted)]
  return identify(tools, commit, actor).then((author) => [...notes, ...settle(tools, event, author, commit, wanted)])
}

/** Whether a commit changes nothing any more: its account is not active, or it was seen before. */
export function isOver({ rev }: CommitEvent, actor: ActorRow | undefined): boolean {
  return actor !== undefined && (actor.status !== 'active' || rev <= actor.rev)
}

/** `since` and `prevData` name the commit before this one, which must be the last one seen. */
function continues({ since, prevData }: CommitEvent, { rev, data }: ActorRow): boolean {
  if (rev === '' || data === '') return true
  return since === rev && (prevData === undefined || prevData.$link === data)
}

function isSignedBy({ unsigned, signature }: Commit, multikey: string): boolean {
  return readSigningKey(multikey)?.verify(unsigned, signature) ?? false
}

function advance({ actors, now }: DecisionTools, actor: ActorRow, commit: Commit): IndexChange {
  const next = { ...actor, rev: commit.rev, data: commit.data.$link }
  actors.set(next)
  return { type: 'actor', actor: next, now: now() }
}

/** The signature fits now, or it does not: a key that has changed is asked for once more. */
async function identify(tools: DecisionTools, commit: Commit, actor: ActorRow | undefined): Promise<ActorRow> {
  for (const fresh of [false, true]) {
    const found = await tools.identities.find(commit.did, { fresh })
    if ('failed' in found) {
      if (found.failed === 'gone') throw new BadFrame(`no identity: ${found.reason}`)
      throw new Unreachable(found.reason)
    }
    const { signingKey, handle } = found.document
    if (!isSignedBy(commit, signingKey)) continue
    if (actor && actor.signingKey !== '') return { ...actor, signingKey }
    const confirmed = await tools.confirmHandle(commit.did, handle)
    return { did: commit.did, handle: confirmed, signingKey, rev: '', data: '', status: actor?.status ?? 'active' }
  }
  throw new BadFrame('signature does not fit the signing key')
}

/** The commit is its author's. What it says of posts is proved one by one; nothing is kept unproved. */
function settle(
  tools: DecisionTools,
  event: CommitEvent,
  author: ActorRow,
  commit: Commit,
  wanted: Wanted,
): IndexChange[] {
  const changes: IndexChange[] = []
  for (const { uri, op, record, feedIds, laterIds } of wanted.posts) {
    try {
      proveOp(commit, op)
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
      changes.push(tools.quarantine(event, error.message))
      continue
    }
    if (record === undefined || op.cid === undefined) {
      changes.push({ type: 'removePost', uri })
      continue
    }
    const indexedAt = tools.now()
    const { text, facets, langs, labels, embed: embeds, reply, tags, createdAt } = record
    const names = { uri, cid: op.cid, authorDid: event.did }
    const post = { ...names, text, facets, langs, labels, embeds, reply, tags, createdAt, indexedAt }
    changes.push({ type: 'keepPost', post, feedIds, laterIds, sortKey: Math.min(createdAt, indexedAt) })
  }
  const known = author.rev !== '' || changes.some(({ type }) => type === 'keepPost')
  return known ? [advance(tools, author, commit), ...changes] : changes
}
