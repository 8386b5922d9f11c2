// Kept posts, as they were before they were packed.
import type { IndexDatabase } from '../client.ts'
import type { PostRow } from './keep-post-steps.ts'
import {
  packRkey,
  postUri,
  rkeySql,
  splitUri,
  unpackCid,
  unpackContent,
  unpackLabels,
  unpackRkey,
} from './packed-posts.ts'
import { unpackBody } from './post-body.ts'

export type IndexedPost = PostRow & { id: number; authorHandle: string }

export const indexedPostColumns = `p.id, a.did, a.handle, ${rkeySql('p.rkey')} AS rkey, p.cid, p.text, p.langs, p.labels, p.parts,
  p.created_at, p.indexed_at`
const byUri = `SELECT ${indexedPostColumns} FROM json_each(?) j CROSS JOIN actors a ON a.did = j.value ->> 0
  CROSS JOIN indexed_posts p ON p.author_id = a.id AND p.rkey = j.value ->> 1`
const byId = `SELECT ${indexedPostColumns} FROM json_each(?) j CROSS JOIN indexed_posts p ON p.id = j.value
  CROSS JOIN actors a ON a.id = p.author_id`
const inOrder = `SELECT ${indexedPostColumns} FROM indexed_posts p JOIN actors a ON a.id = p.author_id
  WHERE p.id > ? ORDER BY p.id LIMIT ?`

/** The rows of posts by URI. */
export async function findIndexedPosts(db: IndexDatabase, uris: string[]): Promise<IndexedPost[]> {
  if (uris.length === 0) return []
  const keys = uris.map((uri) => {
    const { did, rkey } = splitUri(uri)
    const key = packRkey(rkey)
    return `[${JSON.stringify(did)},${typeof key === 'bigint' ? key : JSON.stringify(key)}]`
  })
  const { rows } = await db.$client.execute({ sql: byUri, args: [`[${keys.join()}]`] })
  return rows.map(toIndexedPost)
}

/** The rows of posts by id, in no order. */
export async function listPostsById(db: IndexDatabase, ids: number[]): Promise<IndexedPost[]> {
  const { rows } = await db.$client.execute({ sql: byId, args: [JSON.stringify(ids)] })
  return rows.map(toIndexedPost)
}

/** Up to `limit` kept posts after the one with the id `after`, in the order in which they were first kept. */
export async function listIndexedPosts(db: IndexDatabase, after: number, limit: number): Promise<IndexedPost[]> {
  const { rows } = await db.$client.execute({ sql: inOrder, args: [after, limit] })
  return rows.map(toIndexedPost)
}

/** Reads a row with `indexedPostColumns`. Rows from before bodies have their text as text. */
export function toIndexedPost(row: Record<string, unknown>): IndexedPost {
  const rkey = unpackRkey(row.rkey)
  const { embed, createdAt, indexedAt, ...content } =
    typeof row.text === 'string' ? readOlder(row) : unpackBody(Buffer.from(row.text as ArrayBuffer), packRkey(rkey))
  return {
    ...content,
    labels: unpackLabels(row.labels),
    tags: content.tags ?? [],
    id: Number(row.id),
    uri: postUri(String(row.did), rkey),
    cid: unpackCid(row.cid),
    authorDid: String(row.did),
    authorHandle: String(row.handle),
    embeds: embed,
    createdAt,
    indexedAt,
  }
}

function readOlder({ text, langs, labels, parts, created_at, indexed_at }: Record<string, unknown>) {
  const content = unpackContent({ text, langs, labels, parts })
  return { ...content, createdAt: Number(created_at), indexedAt: Number(indexed_at) }
}
