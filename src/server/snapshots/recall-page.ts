// A public page as it was made for whoever asked first.
import type { WebContext } from '../context.ts'
import { sayPublic } from '../http/finish-page.ts'
import type { Reading } from '../reading.ts'
import { type FeedAccess, readAccess } from '../reads/open-feed.ts'
import { pageVersion } from './page-version.ts'
import { shelfOf } from './snapshot-key.ts'
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
  const { headers: asked } = request
  const who = { cookie: asked.get('cookie'), accept: asked.get('accept'), language: asked.get('accept-language') }
  // The answer to HEAD has no body to keep.
  const shelf = request.method === 'GET' ? shelfOf(ctx, url, who) : undefined
  if (!shelf) return undefined
  const { pages, key, isStranger } = shelf
  const access: FeedAccess = readAccess(request)
  let isPublic = true
  if (!isStranger) reading.freshWithin = freshWithin
  const snapshot = await pages.give(key, {
    async version() {
      const current = await pageVersion(ctx, url.pathname, access)
      isPublic = current.isPublic
      return current
    },
    async make() {
      const response = await next()
      const isStale = reading.staleSince !== undefined || reading.gaps?.isThere === true
      if (response.status === 200 && isStale) response.headers.set('cache-control', 'no-store')
      else if (response.status === 200 && isStranger) sayPublic(response.headers)
      return { response, isStale }
    },
  })
  const headers = snapshotHeaders(snapshot, isPublic)
  const conditions = { ifNoneMatch: asked.get('if-none-match'), ifModifiedSince: asked.get('if-modified-since') }
  if (isKnown(snapshot, conditions)) {
    headers.delete('content-type')
    return new Response(null, { status: 304, headers })
  }
  return new Response(new Uint8Array(snapshot.body), { status: snapshot.status, headers })
}
