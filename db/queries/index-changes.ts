// What `stream` writes: the changes of many events and the cursor, in one transaction.
import type { IndexDatabase } from '../client.ts'
import type { ActorRow } from './actors.ts'
import { type StatsChange, statsSteps } from './author-stats.ts'
import { type BackfillChange, backfillSteps } from './backfills.ts'
import { type BroughtChange, broughtSteps } from './brought-posts.ts'
import { type CountedKind, type EngagementChange, engagementSteps } from './engagement-steps.ts'
import { type Step, step } from './index-step.ts'
import { type ItemChange, itemSteps } from './item-steps.ts'
import { groupKept, type KeepPost, keepPostSteps } from './keep-post-steps.ts'
import { type LabelChange, labelSteps } from './label-steps.ts'
import { type MemberChange, memberSteps } from './member-sets.ts'
import { packCid, packRkey, splitUri } from './packed-posts.ts'
import { type RepostChange, repostSteps } from './repost-steps.ts'
import { type FailureChange, failureSteps } from './source-failures.ts'
import { type WindowChange, windowSteps } from './window-steps.ts'

export type { PostRow } from './keep-post-steps.ts'

/** One thing to write. `keepPost` also says which feeds the post is in from now on. */
export type IndexChange =
  | KeepPost
  | WindowChange
  | EngagementChange
  | StatsChange
  | ItemChange
  | LabelChange
  | RepostChange
  | { type: 'removePost'; uri: string }
  | { type: 'removePostsOf'; did: string }
  | { type: 'actor'; actor: ActorRow; now: number }
  | { type: 'handle'; did: string; handle: string }
  | {
      type: 'quarantine'
      seq: number | undefined
      did: string | undefined
      reason: string
      frame: Uint8Array
      now: number
    }
  | { type: 'defer'; seq: number; did: string; reason: string; frame: Uint8Array; retryAt: number }
  | { type: 'deferAgain'; did: string; retryAt: number }
  | { type: 'undefer'; id: number }
  | { type: 'gap'; reason: string; fromSeq: number | undefined; toSeq: number | undefined; now: number }
  | { type: 'notice'; userDid: string; uri: string; reason: string; now: number }
  | { type: 'unnotice'; uri: string }
  | { type: 'forgetNotices'; userDid: string }
  | { type: 'forgetCursor' }
  | MemberChange
  | BackfillChange
  | BroughtChange
  | FailureChange

const deletePost = `DELETE FROM indexed_posts
  WHERE author_id = (SELECT id FROM actors WHERE did = ?) AND rkey = ?`
const deletePostsOf = 'DELETE FROM indexed_posts WHERE author_id = (SELECT id FROM actors WHERE did = ?)'
const upsertActors = `INSERT INTO actors (did, handle, signing_key, rev, data, status, updated_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, unhex(value ->> 4), value ->> 5, value ->> 6
  FROM json_each(?) WHERE true
  ON CONFLICT (did) DO UPDATE SET handle = excluded.handle, signing_key = excluded.signing_key, rev = excluded.rev,
    data = excluded.data, status = excluded.status, updated_at = excluded.updated_at`

const insertQuarantined = `INSERT INTO quarantined_frames (source, seq, did, reason, frame, received_at)
  VALUES (?, ?, ?, ?, ?, ?)`
const insertDeferred = `INSERT INTO deferred_events (source, seq, did, reason, frame, attempts, retry_at)
  VALUES (?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING`
const insertGap = `INSERT INTO firehose_gaps (source, reason, from_seq, to_seq, noted_at) VALUES (?, ?, ?, ?, ?)`
const insertNotice = `INSERT INTO notification_events (user_did, uri, reason, seen_at) VALUES (?, ?, ?, ?)
  ON CONFLICT DO NOTHING`
const upsertCursor = `INSERT INTO firehose_cursors (source, seq, updated_at) VALUES (?, ?, ?)
  ON CONFLICT (source) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at`

/** What a post has got. */
export type PostCounts = { postId: number } & Record<CountedKind, number>

/** New rows: items by feed, notices by person; and posts whose counts changed: kept ones, and those of the window by id. */
export type Gains = {
  feeds: Map<number, number>
  people: Map<string, number>
  counts: PostCounts[]
  window: PostCounts[]
}

/** What is known of each account after all of it. Accounts come first: posts point to them. */
function actorSteps(changes: IndexChange[]): Step[] {
  const rows = new Map<string, unknown[]>()
  for (const change of changes) {
    if (change.type !== 'actor') continue
    const { did, handle, signingKey, rev, data, status } = change.actor
    rows.set(did, [did, handle, signingKey, rev, packCid(data)?.toString('hex') ?? null, status, change.now])
  }
  return rows.size === 0 ? [] : [step(upsertActors, JSON.stringify([...rows.values()]))]
}

/** Accounts and kept posts apart: see actorSteps and keepPostSteps. */
function toSteps(source: string, change: Exclude<IndexChange, KeepPost>): Step[] {
  switch (change.type) {
    case 'seePosts':
    case 'missPostsOf':
      return windowSteps(change)
    case 'count':
      return engagementSteps(change)
    case 'posted':
      return statsSteps(change)
    case 'label':
      return labelSteps(change)
    case 'awaitRepost':
    case 'retryRepost':
    case 'placeRepost':
    case 'removeRepost':
    case 'removeRepostsOf':
    case 'leaveReposts':
      return repostSteps(change)
    case 'moveItem':
    case 'dropItem':
      return itemSteps(change)
    case 'removePost': {
      const { did, rkey } = splitUri(change.uri)
      return [step(deletePost, did, packRkey(rkey))]
    }
    case 'removePostsOf':
      return [
        step(deletePostsOf, change.did),
        ...repostSteps({ type: 'removeRepostsOf', did: change.did }),
        ...windowSteps({ type: 'missPostsOf', did: change.did }),
      ]
    case 'actor':
      return []
    case 'handle':
      return [step('UPDATE actors SET handle = ? WHERE did = ?', change.handle, change.did)]
    case 'quarantine': {
      const { seq, did, reason, frame, now } = change
      return [step(insertQuarantined, source, seq ?? null, did ?? null, reason, frame, now)]
    }
    case 'defer':
      return [step(insertDeferred, source, change.seq, change.did, change.reason, change.frame, change.retryAt)]
    case 'deferAgain':
      return [
        step(
          'UPDATE deferred_events SET attempts = attempts + 1, retry_at = ? WHERE did = ?',
          change.retryAt,
          change.did,
        ),
      ]
    case 'undefer':
      return [step('DELETE FROM deferred_events WHERE id = ?', change.id)]
    case 'gap':
      return [step(insertGap, source, change.reason, change.fromSeq ?? null, change.toSeq ?? null, change.now)]
    case 'notice': {
      const { userDid, uri, reason, now } = change
      return [{ ...step(insertNotice, userDid, uri, reason, now), userDid }]
    }
    case 'unnotice':
      return [step('DELETE FROM notification_events WHERE uri = ?', change.uri)]
    case 'forgetNotices':
      return [step('DELETE FROM notification_events WHERE user_did = ?', change.userDid)]
    case 'forgetCursor':
      return [step('DELETE FROM firehose_cursors WHERE source = ?', source)]
    case 'memberSet':
    case 'joinSet':
    case 'leaveSet':
    case 'dropSet':
      return memberSteps(change)
    case 'bring':
    case 'forgetBrought':
      return broughtSteps(change)
    case 'sourceFailed':
    case 'sourceHeard':
      return failureSteps(change)
    case 'backfill':
    case 'forgetBackfill':
      return backfillSteps(change)
  }
}

/**
 * Writes `changes` in their order and moves the cursor of `source`, all or nothing.
 * @param cursor seq of the last consecutive finished event; undefined leaves it where it is
 * @returns how many items each feed gained, and of how much each person was notified
 * @throws LibsqlError when the transaction failed: nothing was written
 */
export async function writeIndexChanges(
  db: IndexDatabase,
  source: string,
  changes: IndexChange[],
  cursor: { seq: number; now: number } | undefined,
): Promise<Gains> {
  const steps = actorSteps(changes)
  const others = changes.filter(({ type }) => type !== 'actor') as Exclude<IndexChange, { type: 'actor' }>[]
  for (const part of groupKept(others)) {
    steps.push(...(Array.isArray(part) ? keepPostSteps(part) : toSteps(source, part)))
  }
  if (cursor) {
    steps.push(step(upsertCursor, source, cursor.seq, cursor.now))
  }
  const results = await db.$client.batch(steps, 'write')
  const gains: Gains = { feeds: new Map(), people: new Map(), counts: [], window: [] }
  const gain = (feedId: number, added: number) => gains.feeds.set(feedId, (gains.feeds.get(feedId) ?? 0) + added)
  steps.forEach(({ feedId, userDid, joins, counts, windowCounts }, i) => {
    for (const row of joins ? (results[i]?.rows ?? []) : []) if (Number(row[0]) > 0) gain(Number(row[0]), 1)
    if (windowCounts) gains.window.push(...(results[i]?.rows ?? []).map(toCounts))
    if (counts) gains.counts.push(...(results[i]?.rows ?? []).map(toCounts))
    const added = results[i]?.rowsAffected ?? 0
    if (added === 0) return
    if (feedId !== undefined) gain(feedId, added)
    if (userDid !== undefined) gains.people.set(userDid, (gains.people.get(userDid) ?? 0) + added)
  })
  return gains
}

function toCounts(row: Record<number, unknown>): PostCounts {
  const [postId = 0, likes = 0, reposts = 0, replies = 0, quotes = 0] = [0, 1, 2, 3, 4].map((at) => Number(row[at]))
  return { postId, likes, reposts, replies, quotes }
}
