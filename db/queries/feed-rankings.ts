// Orders of feeds that are not sorted by time, as they were at some moments: a page goes on in the one it began in.
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'

/** `pinned` are URIs, on top; `posts` ids, the first first; `goesOn`: what is older follows by time. */
export type Ranking = { pinned: string[]; posts: number[]; goesOn: boolean }
export type StoredRanking = Ranking & { madeAt: number }

const newest = 'SELECT made_at, posts FROM feed_rankings WHERE feed_id = ? ORDER BY made_at DESC LIMIT 1'
const since = 'SELECT made_at, posts FROM feed_rankings WHERE feed_id = ? AND made_at >= ? ORDER BY made_at LIMIT 1'

/** The order made at `madeAt`, or the next one after it that is left; without `madeAt` the newest. */
export async function findRanking(
  db: IndexDatabase,
  feedId: number,
  madeAt?: number,
): Promise<StoredRanking | undefined> {
  const { rows } = await db.$client.execute(
    madeAt === undefined ? { sql: newest, args: [feedId] } : { sql: since, args: [feedId, madeAt] },
  )
  const [row] = rows
  if (!row) return undefined
  return { madeAt: Number(row[0]), ...(JSON.parse(Buffer.from(row[1] as ArrayBuffer).toString()) as Ranking) }
}

/** Keeps a new order, and of the older ones those made after `keepSince` ms. */
export async function addRanking(
  db: IndexDatabase,
  feedId: number,
  { madeAt, keepSince, ...ranking }: StoredRanking & { keepSince: number },
): Promise<void> {
  const posts = Buffer.from(JSON.stringify(ranking))
  await db.batch([
    db.run(sql`INSERT OR REPLACE INTO feed_rankings (feed_id, made_at, posts) VALUES (${feedId}, ${madeAt}, ${posts})`),
    db.run(sql`DELETE FROM feed_rankings WHERE feed_id = ${feedId} AND made_at < ${keepSince}`),
  ])
}

/** Forgets the orders of all feeds but these. */
export async function keepRankingsOf(db: IndexDatabase, feedIds: number[]): Promise<void> {
  await db.run(sql`DELETE FROM feed_rankings
    WHERE feed_id NOT IN (SELECT value FROM json_each(${JSON.stringify(feedIds)}))`)
}
