// A public page as it was made for whoever asked first.
import type { WebContext } from '../context.ts'
import type { Reading } from '../reading.ts'
import { type FeedAccess, readAccess } from '../reads/open-feed.ts'
import { pageVersion } from './page-version.ts'
import { snapshotKey } from './snapshot-key.ts'
import { isKnown, snapshotHeaders } from './write-snapshot.ts'

/** How old what a snapshot is made of may be (ms): with its own age, less than a minute. */
const freshWithin = 25_000

/**
 * Answers with the page at the address of `request`, made by `next` when there is none that is still good; undefined
 * where pages are made for each that asks.
 * @throws AppError as the page itself
 */
export async function recallPage(
  { ctx, reading }: { ctx: WebContext; reading: Reading },
  request: Request,
  next: () => Promise<Response>,
): Promise<Response | undefined> {
  const url = new URL(request.url)
  // The answer to HEAD has no body to keep.
  const key = request.method === 'GET' ? snapshotKey(url) : undefined
  if (key === undefined) return undefined
  const access: FeedAccess = readAccess(request)
  let isPublic = true
  reading.freshWithin = freshWithin
  const snapshot = await ctx.snapshots.give(key, {
    async version() {
      const current = await pageVersion(ctx, url.pathname, access)
      isPublic = current.isPublic
      return current
    },
    async make() {
      const response = await next()
      const isStale = reading.staleSince !== undefined
      if (isStale) response.headers.set('cache-control', 'no-store')
      return { response, isStale }
    },
  })
  const headers = snapshotHeaders(snapshot, isPublic)
  const { headers: asked } = request
  const conditions = { ifNoneMatch: asked.get('if-none-match'), ifModifiedSince: asked.get('if-modified-since') }
  if (isKnown(snapshot, conditions)) {
    headers.delete('content-type')
    return new Response(null, { status: 304, headers })
  }
  return new Response(new Uint8Array(snapshot.body), { status: snapshot.status, headers })
}
