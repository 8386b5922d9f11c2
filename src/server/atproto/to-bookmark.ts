// app.bsky.bookmark.defs#bookmarkView → the post, or what stands in its place.
import type { Post, Tombstone } from '#types/post.ts'
import type { Lens } from './lens.ts'
import { isObject } from './to-embed.ts'
import { toPost } from './to-post.ts'

/** Undefined for what names no post, so could not be let go of either. A kept post is shown, muted words or not. */
export function toBookmark(view: unknown, lens: Lens): Post | Tombstone | undefined {
  const subject = isObject(view) && isObject(view.subject) ? view.subject : {}
  if (!isObject(view) || typeof subject.uri !== 'string' || subject.uri === '') return undefined
  const post = toPost(view.item, lens)
  // What cannot be shown is let go of by the address it was kept under.
  return post.kind === 'post' ? post : { ...post, uri: subject.uri }
}
