// Labels that others than the author gave to kept posts and their authors.
import { sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'

/** Values of the labels that hold at `now` (ms), by at-uri or DID. */
export async function listLabels(db: IndexDatabase, uris: string[], now: number): Promise<Map<string, string[]>> {
  if (uris.length === 0) return new Map()
  const rows = await db.all<{ uri: string; val: string }>(sql`SELECT uri, val FROM applied_labels
    WHERE uri IN (SELECT value FROM json_each(${JSON.stringify(uris)})) AND (exp IS NULL OR exp > ${now})`)
  return new Map([...Map.groupBy(rows, ({ uri }) => uri)].map(([uri, those]) => [uri, those.map(({ val }) => val)]))
}

/** Ids of the kept posts that an at-uri or a DID names, the newest first, up to `limit`. */
export async function listLabelled(db: IndexDatabase, did: string, limit: number): Promise<number[]> {
  const rows = await db.all<{ id: number }>(sql`SELECT p.id FROM actors a CROSS JOIN indexed_posts p
    ON p.author_id = a.id WHERE a.did = ${did} ORDER BY p.id DESC LIMIT ${limit}`)
  return rows.map(({ id }) => id)
}
