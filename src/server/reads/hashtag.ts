// Posts with a hashtag.
import type { PostResults } from '#types/search.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { SearchOrder } from '../atproto/ask-search.ts'
import type { WebContext } from '../context.ts'
import { emptyQuery, formatQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'

/** A hashtag without its #, as an address holds it. Throws AppError 404 for what cannot be one. */
export function parseTag(tag: string | undefined): string {
  const bare = (tag ?? '').replace(/^#/, '').trim()
  if (bare === '' || bare.length > 640 || /\s/.test(bare)) throw new AppError(404, 'That is no hashtag.')
  return bare
}

/** What a page of a hashtag is about: of everybody, or of one person. */
export type HashtagRequest = {
  tag: string
  author?: string | undefined
  order?: SearchOrder
  cursor: string | undefined
}

/** The same in shorthand, as the search page takes it. */
export function hashtagQuery({ tag, author }: Pick<HashtagRequest, 'tag' | 'author'>): string {
  return formatQuery(toQuery(tag, author))
}

/**
 * One page of posts with `tag`, newest first unless told.
 * @throws AppError as upstream answers; 403 signed out, where the AppView searches for people who are signed in only
 */
export async function readHashtag(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { tag, author, order = 'latest', cursor }: HashtagRequest,
): Promise<PostResults> {
  const found = await searchPosts(ctx, viewer, { query: toQuery(tag, author), order, cursor })
  return { timeline: found.timeline, isSifted: found.isSifted, isRefused: false }
}

function toQuery(tag: string, author: string | undefined) {
  const query = emptyQuery()
  return { ...query, only: { ...query.only, tag: [tag], author: author ? [author] : [] } }
}
