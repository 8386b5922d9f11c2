// The window: every post of the last hours, unverified, the newest first; and its end, a little at a time.
import type { InValue } from '@libsql/client'
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import {
  type PostContent,
  packRkey,
  postUri,
  rkeySql,
  splitUri,
  unpackCid,
  unpackContent,
  unpackRkey,
} from './packed-posts.ts'
import { fullDid, shortDid } from './window-steps.ts'

export type Counts = { likes: number; reposts: number; replies: number; quotes: number }

/**
 * A post of the window: what `readCandidate` makes a CandidatePost of. `id` grows in the order in which posts came; times in ms.
 * `isVerified`: a feed keeps it, so its signature was checked.
 */
export type WindowPost = PostContent &
  Counts & {
    id: number
    uri: string
    cid: string
    did: string
    tags: string[]
    createdAt: number
    indexedAt: number
    isVerified: boolean
  }

const fullDidSql = "CASE WHEN w.did LIKE 'did:%' THEN w.did ELSE 'did:plc:' || w.did END"
const select = (
  where: string,
) => `SELECT w.id, w.did, ${rkeySql('w.rkey')} AS rkey, w.cid, w.text, w.langs, w.labels, w.parts,
    w.created_at, w.indexed_at, w.likes, w.reposts, w.replies, w.quotes, p.id IS NOT NULL AS verified
  FROM window_posts w LEFT JOIN actors a ON a.did = ${fullDidSql}
  LEFT JOIN indexed_posts p ON p.author_id = a.id AND p.rkey = w.rkey AND p.cid = w.cid
  WHERE ${where} AND w.cid IS NOT NULL AND coalesce(a.status, 'active') = 'active'
  ORDER BY w.id DESC LIMIT ?`
const newestFirst = select('w.id < ? AND w.indexed_at >= ?')
const byId = select('w.id IN (SELECT value FROM json_each(?))')
const byKey = select('w.did = ? AND w.rkey = ?')

/** Nothing takes longer than so many posts: local database calls hold up everything else. */
const mostAtOnce = 2000

/**
 * Up to `limit` posts of the window (2,000 at most), the newest first, that came at `since` ms or later, and before the
 * post with the id `before`: for the next ones, give the last `id`. Authors who are not active are left out.
 */
export async function listWindowPosts(
  db: IndexDatabase,
  { limit, before, since = 0 }: { limit: number; before?: number | undefined; since?: number },
): Promise<WindowPost[]> {
  const args = [before ?? Number.MAX_SAFE_INTEGER, since, Math.min(limit, mostAtOnce)]
  return read(db, newestFirst, args)
}

/**
 * The ids of the first post of the window that came at `since` ms or later, and of the last; ids grow with time, so they
 * are halved until it is found. `oldest` is when the first one of all came. undefined when there is none.
 */
export async function findWindowSpan(
  db: IndexDatabase,
  since: number,
): Promise<{ first: number; last: number; oldest: number } | undefined> {
  const { rows } = await db.$client.execute(
    'SELECT id, indexed_at, (SELECT max(id) FROM window_posts) FROM window_posts ORDER BY id LIMIT 1',
  )
  const [start, oldest, last] = [Number(rows[0]?.[0] ?? 0), Number(rows[0]?.[1] ?? 0), Number(rows[0]?.[2] ?? 0)]
  let [low, high] = [start, last + 1]
  while (low < high && start > 0) {
    const middle = Math.floor((low + high) / 2)
    const sql = 'SELECT id, indexed_at FROM window_posts WHERE id >= ? ORDER BY id LIMIT 1'
    const found = (await db.$client.execute({ sql, args: [middle] })).rows[0]
    if (Number(found?.[1]) >= since) high = middle
    else low = Number(found?.[0] ?? last) + 1
  }
  return start > 0 && low <= last ? { first: low, last, oldest } : undefined
}

/** Those of `ids` that are there, the newest first. */
export async function listWindowPostsById(db: IndexDatabase, ids: number[]): Promise<WindowPost[]> {
  return read(db, byId, [JSON.stringify(ids), mostAtOnce])
}

/** The post at `uri`; undefined when it is not in the window, or was removed. */
export async function findWindowPost(db: IndexDatabase, uri: string): Promise<WindowPost | undefined> {
  const { did, rkey } = splitUri(uri)
  return (await read(db, byKey, [shortDid(did), packRkey(rkey), 1]))[0]
}

async function read(db: IndexDatabase, sql: string, args: InValue[]): Promise<WindowPost[]> {
  const { rows } = await db.$client.execute({ sql, args })
  return rows.map((row) => {
    const content = unpackContent({ text: row.text, langs: row.langs, labels: row.labels, parts: row.parts })
    const did = fullDid(String(row.did))
    return {
      ...content,
      tags: content.tags ?? [],
      id: Number(row.id),
      uri: postUri(did, unpackRkey(row.rkey)),
      cid: unpackCid(row.cid),
      did,
      createdAt: Number(row.created_at),
      indexedAt: Number(row.indexed_at),
      likes: Number(row.likes),
      reposts: Number(row.reposts),
      replies: Number(row.replies),
      quotes: Number(row.quotes),
      isVerified: Number(row.verified) === 1,
    }
  })
}

/** How many posts there are, about; since when (ms); and how many bytes they take, about, judged by the newest. */
export async function measureWindow(db: IndexDatabase): Promise<{ posts: number; since: number; bytes: number }> {
  const [row] = await db.all<{ first: number | null; last: number; since: number; size: number }>(sql`SELECT
    (SELECT min(id) FROM window_posts) AS first, (SELECT max(id) FROM window_posts) AS last,
    (SELECT indexed_at FROM window_posts ORDER BY id LIMIT 1) AS since,
    (SELECT avg(length(text) + coalesce(length(parts), 0) + coalesce(length(langs), 0))
      FROM (SELECT * FROM window_posts ORDER BY id DESC LIMIT 300)) AS size`)
  if (!row || row.first === null) return { posts: 0, since: 0, bytes: 0 }
  const posts = row.last - row.first + 1
  return { posts, since: row.since, bytes: Math.round(posts * (row.size + rowOverhead)) }
}

/** Bytes of a row apart from what somebody wrote, with its place in the index. */
const rowOverhead = 170

/**
 * Removes the oldest posts, up to `limit`: those that came before `before` ms, and `surplus` more.
 * @returns how many
 */
export async function trimWindow(
  db: IndexDatabase,
  { before, surplus, limit }: { before: number; surplus: number; limit: number },
): Promise<number> {
  const result = await db.run(sql`DELETE FROM window_posts WHERE id IN (
    SELECT id FROM (SELECT id, indexed_at, row_number() OVER (ORDER BY id) AS n
      FROM (SELECT id, indexed_at FROM window_posts ORDER BY id LIMIT ${limit}))
    WHERE indexed_at < ${before} OR n <= ${surplus})`)
  return result.rowsAffected
}
