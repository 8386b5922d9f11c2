// How much people post: counted as posts pass by, made right as days go by, forgotten beyond a number of people.
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { type Step, step } from './index-step.ts'

/** `posts` of one author since the last time; `at`: the newest, in ms. `day`s are counted from 1970 (UTC). */
export type Posted = { did: string; posts: number; at: number }
export type StatsChange = { type: 'posted'; authors: Posted[]; day: number; sinceDay: number }

/** What is known of an author. `avgPostsPerDay` is of 30 days, or as long as this box has counted. */
export type AuthorStats = { did: string; postsLast30d: number; avgPostsPerDay: number; lastPostAt: number }

/** Days that are counted apart, each two bytes. */
const days = 30
const most = 65_535
/** People who are counted, of the whole network: those who posted last. Some 100 bytes each. */
export const mostAuthors = 300_000

const nothing = '0000'.repeat(days)
const digit = (at: string, place: number) =>
  `(instr('123456789ABCDEF', substr(${at}, ${place}, 1)) << ${16 - 4 * place})`
const firstDay = (hex: string) => [1, 2, 3, 4].map((place) => digit(hex, place)).join(' + ')
/** The days as of today: as many empty ones before them as have passed. */
const shifted = `substr(substr('${nothing}', 1, 4 * min(${days}, max(0, excluded.day - author_stats.day))) ||
  hex(author_stats.days), 1, ${4 * days})`
const upsert = `INSERT INTO author_stats
  (did, total_posts, posts_last_7d, posts_last_30d, avg_posts_per_day, last_post_at, days, day, since_day)
  SELECT value ->> 0, value ->> 1, value ->> 1, value ->> 1, (value ->> 1) * 1.0 / ?, value ->> 2,
    unhex(printf('%04X', min(${most}, value ->> 1)) || '${nothing.slice(4)}'), ?, ?
  FROM json_each(?) WHERE true
  ON CONFLICT (did) DO UPDATE SET total_posts = total_posts + excluded.total_posts,
    posts_last_7d = posts_last_7d + excluded.posts_last_7d, posts_last_30d = posts_last_30d + excluded.posts_last_30d,
    avg_posts_per_day = (posts_last_30d + excluded.posts_last_30d) * 1.0 / ?,
    last_post_at = max(last_post_at, excluded.last_post_at), day = max(day, excluded.day),
    days = unhex(printf('%04X', min(${most}, excluded.total_posts + ${firstDay(shifted)})) || substr(${shifted}, 5))`

/** Days that were counted: 30 at most. */
function spanOf(day: number, sinceDay: number): number {
  return Math.min(days, Math.max(1, day - sinceDay + 1))
}

export function statsSteps({ authors, day, sinceDay }: StatsChange): Step[] {
  const rows = JSON.stringify(authors.map(({ did, posts, at }) => [did, posts, at]))
  const span = spanOf(day, sinceDay)
  return [step(upsert, span, day, sinceDay, rows, span)]
}

/** Since when (day) this box counts; undefined when it never has. */
export async function readSinceDay(db: IndexDatabase): Promise<number | undefined> {
  const [row] = await db.all<{ day: number }>(sql`SELECT since_day AS day FROM author_stats LIMIT 1`)
  return row?.day
}

/** What is known of `dids`; whoever is not known has not posted for long, or never. */
export async function listAuthorStats(db: IndexDatabase, dids: string[]): Promise<AuthorStats[]> {
  if (dids.length === 0) return []
  return db.all<AuthorStats>(sql`SELECT did, posts_last_30d AS postsLast30d, avg_posts_per_day AS avgPostsPerDay,
    last_post_at AS lastPostAt FROM author_stats WHERE did IN (SELECT value FROM json_each(${JSON.stringify(dids)}))`)
}

/** Authors with a rate (posts a day) from `atLeast` to `atMost`, the busiest first, up to `limit`. */
export async function listAuthorsByRate(
  db: IndexDatabase,
  { atLeast, atMost, limit }: { atLeast: number; atMost: number; limit: number },
): Promise<AuthorStats[]> {
  return db.all<AuthorStats>(sql`SELECT did, posts_last_30d AS postsLast30d, avg_posts_per_day AS avgPostsPerDay,
    last_post_at AS lastPostAt FROM author_stats WHERE avg_posts_per_day BETWEEN ${atLeast} AND ${atMost}
    ORDER BY avg_posts_per_day DESC LIMIT ${limit}`)
}

type StatsRow = { did: string; day: number; sinceDay: number; days: string }

/**
 * Makes the numbers of up to `limit` authors after `after` (by DID) right for `day`: what is older than 7 and 30 days
 * does not count any more.
 * @returns the last author looked at, undefined at the end
 */
export async function recalculateStats(
  db: IndexDatabase,
  { after, day, limit }: { after: string; day: number; limit: number },
): Promise<string | undefined> {
  const rows = await db.all<StatsRow>(sql`SELECT did, day, since_day AS sinceDay, hex(days) AS days FROM author_stats
    WHERE did > ${after} ORDER BY did LIMIT ${limit}`)
  const changed = rows.flatMap((row) => (row.day < day ? [shift(row, day)] : []))
  if (changed.length > 0) {
    await db.run(sql`UPDATE author_stats SET posts_last_7d = n.week, posts_last_30d = n.month,
        avg_posts_per_day = n.rate, days = unhex(n.days), day = ${day}
      FROM (SELECT value ->> 0 AS did, value ->> 1 AS week, value ->> 2 AS month, value ->> 3 AS rate,
        value ->> 4 AS days FROM json_each(${JSON.stringify(changed)})) n WHERE author_stats.did = n.did`)
  }
  return rows.length === limit ? rows.at(-1)?.did : undefined
}

function shift(row: StatsRow, day: number): [string, number, number, number, string] {
  const hex = (nothing.slice(0, 4 * Math.min(days, day - row.day)) + row.days).slice(0, 4 * days)
  const counts = Array.from({ length: days }, (_, n) => Number.parseInt(hex.slice(4 * n, 4 * n + 4), 16))
  const sum = (from: number[]) => from.reduce((total, count) => total + count, 0)
  const month = sum(counts)
  return [row.did, sum(counts.slice(0, 7)), month, month / spanOf(day, row.sinceDay), hex]
}

/** Forgets up to `limit` of the authors who posted longest ago, beyond `keep`. @returns how many */
export async function forgetAuthors(db: IndexDatabase, keep: number, limit: number): Promise<number> {
  const surplus = Math.min(limit, (await db.$count(sql`author_stats`)) - keep)
  if (surplus <= 0) return 0
  const result = await db.run(sql`DELETE FROM author_stats WHERE did IN
    (SELECT did FROM author_stats ORDER BY last_post_at LIMIT ${surplus})`)
  return result.rowsAffected
}
