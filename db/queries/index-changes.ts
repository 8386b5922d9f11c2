// What `stream` writes: the changes of many events and the cursor, in one transaction.
import type { InValue } from '@libsql/client'
import type { IndexDatabase } from '../client.ts'
import type { ActorRow } from './actors.ts'

/** A post as it is kept. Times in ms. */
export type PostRow = {
  uri: string
  cid: string
  authorDid: string
  authorHandle: string
  text: string
  facets: unknown
  langs: string[]
  labels: string[]
  embeds: unknown
  reply: { root: string; parent: string } | undefined
  createdAt: number
  indexedAt: number
}

/** One thing to write. `keepPost` also says which feeds the post is in from now on. */
export type IndexChange =
  | { type: 'keepPost'; post: PostRow; feedIds: number[]; sortKey: number }
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
  | { type: 'forgetCursor' }

const upsertPost = `INSERT INTO indexed_posts
  (uri, cid, author_did, author_handle, text, facets, langs, labels, embeds, reply, created_at, indexed_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (uri) DO UPDATE SET cid = excluded.cid, author_handle = excluded.author_handle, text = excluded.text,
    facets = excluded.facets, langs = excluded.langs, labels = excluded.labels, embeds = excluded.embeds,
    reply = excluded.reply`
const leaveFeeds = `DELETE FROM feed_items WHERE post_id = (SELECT id FROM indexed_posts WHERE uri = ?)
  AND feed_id NOT IN (SELECT value FROM json_each(?))`
const joinFeed = `INSERT INTO feed_items (feed_id, post_id, sort_key)
  SELECT ?, id, ? FROM indexed_posts WHERE uri = ? ON CONFLICT DO NOTHING`
const upsertActor = `INSERT INTO actors (did, handle, signing_key, rev, data, status, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
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

/** `feedId` and `userDid` mark a statement whose new rows are counted. */
type Step = { sql: string; args: InValue[]; feedId?: number; userDid?: string }

/** New rows: items by feed, notices by person. */
export type Gains = { feeds: Map<number, number>; people: Map<string, number> }

function step(sql: string, ...args: InValue[]): Step {
  return { sql, args }
}

function toSteps(source: string, change: IndexChange): Step[] {
  switch (change.type) {
    case 'keepPost':
      return keepPost(change)
    case 'removePost':
      return [step('DELETE FROM indexed_posts WHERE uri = ?', change.uri)]
    case 'removePostsOf':
      return [step('DELETE FROM indexed_posts WHERE author_did = ?', change.did)]
    case 'actor': {
      const { did, handle, signingKey, rev, data, status } = change.actor
      return [step(upsertActor, did, handle, signingKey, rev, data, status, change.now)]
    }
    case 'handle':
      return [
        step('UPDATE actors SET handle = ? WHERE did = ?', change.handle, change.did),
        step('UPDATE indexed_posts SET author_handle = ? WHERE author_did = ?', change.handle, change.did),
      ]
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
    case 'forgetCursor':
      return [step('DELETE FROM firehose_cursors WHERE source = ?', source)]
  }
}

function keepPost({ post, feedIds, sortKey }: IndexChange & { type: 'keepPost' }): Step[] {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  const { uri, cid, authorDid, authorHandle, text, createdAt, indexedAt } = post
  const parts = [post.facets, post.langs, post.labels, post.embeds, post.reply].map(json)
  return [
    step(upsertPost, uri, cid, authorDid, authorHandle, text, ...parts, createdAt, indexedAt),
    step(leaveFeeds, uri, JSON.stringify(feedIds)),
    ...feedIds.map((feedId) => ({ ...step(joinFeed, feedId, sortKey, uri), feedId })),
  ]
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
  const steps = changes.flatMap((change) => toSteps(source, change))
  if (cursor) {
    steps.push(step(upsertCursor, source, cursor.seq, cursor.now))
  }
  const results = await db.$client.batch(steps, 'write')
  const gains: Gains = { feeds: new Map(), people: new Map() }
  steps.forEach(({ feedId, userDid }, i) => {
    const added = results[i]?.rowsAffected ?? 0
    if (added === 0) return
    if (feedId !== undefined) gains.feeds.set(feedId, (gains.feeds.get(feedId) ?? 0) + added)
    if (userDid !== undefined) gains.people.set(userDid, (gains.people.get(userDid) ?? 0) + added)
  })
  return gains
}
