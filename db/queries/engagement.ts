// What posts have got: read by whoever ranks or judges them.
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import type { CountedKind } from './engagement-steps.ts'

/** How many records of `kind` came for a kept post up to `until` ms. */
export async function countUntil(db: IndexDatabase, postId: number, kind: CountedKind, until: number): Promise<number> {
  const [row] = await db.all<{ n: number }>(sql`SELECT count(*) AS n FROM engagement_records
    WHERE post_id = ${postId} AND kind = ${kind} AND at <= ${until}`)
  return row?.n ?? 0
}

/**
 * Forgets the records of posts that are not kept any more, among up to `limit` after `after`.
 * @returns the last one looked at, undefined at the end
 */
export async function forgetRecordsOfNoPost(
  db: IndexDatabase,
  after: number,
  limit: number,
): Promise<number | undefined> {
  const rows = await db.all<{ record: number; gone: number }>(sql`SELECT record,
    NOT EXISTS (SELECT 1 FROM indexed_posts WHERE id = post_id) AS gone FROM engagement_records
    WHERE record > ${after} ORDER BY record LIMIT ${limit}`)
  const gone = rows.filter((row) => row.gone === 1).map(({ record }) => record)
  if (gone.length > 0) {
    await db.run(sql`DELETE FROM engagement_records
      WHERE record IN (SELECT value FROM json_each(${JSON.stringify(gone)}))`)
  }
  return rows.length === limit ? rows.at(-1)?.record : undefined
}
