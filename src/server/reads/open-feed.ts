// The feed behind an address, for whoever may see it.
import { createHash, timingSafeEqual } from 'node:crypto'
import { type FeedRow, findFeedBySlug } from '#db/queries/feeds.ts'
import { AppError } from '../app-error.ts'
import { findViewer } from '../auth/find-viewer.ts'
import type { WebContext } from '../context.ts'

/** What somebody shows at the door: the key of a secret link, and the cookie of whoever may be its maker. */
export type FeedAccess = { key: string | null; cookie?: string | null | undefined }

/** `isPublic`: anybody may see it, so that anybody may keep it. `query` is what a link to it must say, such as `?key=…`. */
export type OpenedFeed = { row: FeedRow; isPublic: boolean; query: string }

/** What a request shows at the door. The maker's cookie opens a page, and nothing that stands in other people's. */
export function readAccess(request: Request): FeedAccess {
  const { pathname, searchParams } = new URL(request.url)
  const isPage = /^\/f\/[^/]+(\/posts)?$/.test(pathname)
  return { key: searchParams.get('key'), cookie: isPage ? request.headers.get('cookie') : undefined }
}

/**
 * The feed of `slug`: a public one; a secret one for whoever has the key; any of somebody's own.
 * @throws AppError 404 otherwise, in the same words whether there is one or not
 */
export async function openFeed(ctx: WebContext, slug: string | undefined, access: FeedAccess): Promise<OpenedFeed> {
  const row = /^[a-z0-9-]{1,15}$/.test(slug ?? '') ? await findFeedBySlug(ctx.main, slug ?? '') : undefined
  const { key, cookie } = access
  if (row) {
    const { visibility, secretKey } = row
    if (visibility === 'public') return { row, isPublic: true, query: '' }
    if (visibility === 'secret' && secretKey && key && isSame(secretKey, key)) {
      return { row, isPublic: false, query: `?${new URLSearchParams({ key })}` }
    }
    const viewer = cookie ? await findViewer(ctx, cookie) : undefined
    if (viewer?.userId === row.ownerId) return { row, isPublic: false, query: '' }
  }
  throw new AppError(404, 'There is no feed here. It may have been deleted or withdrawn.')
}

/** In the same time whatever differs: digests are of one length. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
