// Answers of other servers, which may hold anything: lists, and the posts that they name.
import { splitPostUri } from '../ingest/fetch-post.ts'

/** A value as an object whose fields may be anything. */
export function loose(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

export function listIn(answer: unknown, name: string): unknown[] {
  const list = loose(answer)[name]
  return Array.isArray(list) ? list.slice(0, 1000) : []
}

/**
 * URIs of posts: of `posts` (app.bsky.feed.searchPosts, getQuotes), of `feed` (getFeed), or of the replies in a `thread`
 * (getPostThread).
 */
export function readPostUris(answer: unknown, list: 'posts' | 'feed' | 'thread'): string[] {
  const uris =
    list === 'thread'
      ? repliesOf(loose(answer).thread, 0)
      : listIn(answer, list).map((entry) => (list === 'feed' ? loose(loose(entry).post).uri : loose(entry).uri))
  const valid = uris.filter((uri): uri is string => typeof uri === 'string' && splitPostUri(uri) !== undefined)
  return [...new Set(valid)]
}

function repliesOf(thread: unknown, depth: number): unknown[] {
  if (depth > 50) return []
  return listIn(thread, 'replies').flatMap((reply) => [loose(loose(reply).post).uri, ...repliesOf(reply, depth + 1)])
}
