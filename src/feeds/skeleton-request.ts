// What app.bsky.feed.getFeedSkeleton asks for.
import type { ItemCursor } from '#db/queries/feed-items.ts'
import { parseCursor } from './item-cursor.ts'

/** `did` and `slug` are those of the generator record. */
export type SkeletonRequest = { did: string; slug: string; limit: number; cursor: ItemCursor | undefined }

const feedUri = /^at:\/\/(did:[a-z]+:[a-zA-Z0-9._:%-]{1,2000})\/app\.bsky\.feed\.generator\/([a-zA-Z0-9._:~-]{1,512})$/

/** Reads the query of the method as its lexicon has it: `limit` is 1 to 100 and 50 when absent. A string is a refusal. */
export function parseSkeletonRequest(query: URLSearchParams): SkeletonRequest | string {
  for (const name of ['feed', 'limit', 'cursor']) {
    if (query.getAll(name).length > 1) return `${name} must be given once`
  }
  const [, did, slug] = feedUri.exec(query.get('feed') ?? '') ?? []
  if (did === undefined || slug === undefined) return 'feed must be the at-uri of a feed generator record'
  const limit = query.get('limit') ?? '50'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    return 'limit must be a whole number from 1 to 100'
  }
  const text = query.get('cursor')
  const cursor = text === null ? undefined : parseCursor(text)
  if (text !== null && cursor === undefined) return 'cursor is malformed'
  return { did, slug, limit: Number(limit), cursor }
}
