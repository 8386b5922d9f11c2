// How much there is on this box: people, signed-in browsers, feeds, and which migrations a database has.
import { sql } from 'drizzle-orm'
import type { CacheDatabase, IndexDatabase, MainDatabase } from '../client.ts'
import { readApplied } from '../migrate.ts'

export type BoxCounts = { users: number; sessions: number; feeds: number; publishedFeeds: number }

/** Counts of main.db. Sessions that have ended by `now` (ms) do not count. */
export async function countBox(db: MainDatabase, now: number): Promise<BoxCounts> {
  const row = await db.get<BoxCounts>(sql`SELECT
    (SELECT count(*) FROM users) AS users,
    (SELECT count(*) FROM sessions WHERE expires_at > ${now}) AS sessions,
    (SELECT count(*) FROM feeds) AS feeds,
    (SELECT count(*) FROM feeds WHERE is_published = 1) AS publishedFeeds`)
  return row ?? { users: 0, sessions: 0, feeds: 0, publishedFeeds: 0 }
}

/** The newest migration that a database has; undefined where it has none. @throws LibsqlError when it cannot be read */
export async function readNewestMigration(
  db: MainDatabase | CacheDatabase | IndexDatabase,
): Promise<string | undefined> {
  return (await readApplied(db)).at(-1)
}

/** What every feed is called, by its id. */
export async function listFeedTitles(db: MainDatabase): Promise<Map<number, string>> {
  const rows = await db.all<{ id: number; title: string }>(sql`SELECT id, title FROM feeds`)
  return new Map(rows.map(({ id, title }) => [id, title]))
}

/** When somebody signed in with this browser (ms); undefined where the session has ended. */
export async function findSignInTime(db: MainDatabase, sessionId: number): Promise<number | undefined> {
  const row = await db.get<{ at: number } | undefined>(
    sql`SELECT created_at AS at FROM sessions WHERE id = ${sessionId}`,
  )
  return row?.at
}
