// Looks through what one person posted.
import type { ProfileSearch } from '#types/profile-search.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { parseQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'
import { readProfile } from './profile.ts'

/**
 * One page of posts by `actor` that fit `q` (shorthand as on the search page), newest first.
 * @throws AppError as upstream answers
 */
export async function readProfileSearch(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, q, cursor }: { actor: string; q: string; cursor: string | undefined },
): Promise<ProfileSearch> {
  const profile = await readProfile(ctx, viewer, actor)
  const { query, problems } = parseQuery(q)
  const nothing = { profile, q, problems }
  if (q === '' || profile.bar || problems.length > 0) return nothing
  const own = { ...query, only: { ...query.only, author: [profile.actor.did] } }
  try {
    const { timeline, isSifted, problems } = await searchPosts(ctx, viewer, { query: own, order: 'latest', cursor })
    return { ...nothing, results: { timeline, isSifted, isRefused: false }, problems }
  } catch (error) {
    const isRefused = !viewer && error instanceof AppError && error.status === 403
    if (!isRefused) throw error
    return { ...nothing, results: { timeline: { slices: [] }, isSifted: false, isRefused } }
  }
}
