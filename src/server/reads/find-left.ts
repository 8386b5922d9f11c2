// The way back to a place far down: page after page, until it is found.
import { findReadingPosition } from '#db/queries/reading-positions.ts'
import type { HomeTab } from '#types/home.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { findAnchor } from './find-place.ts'
import { addTo, pageLimit, toPosition } from './home-timeline.ts'
import { readTimeline } from './timeline.ts'

/** How far to go, in pages and in ms. Who was away longer is led as far. */
const mostPages = 20
const patience = 2000

/**
 * The address of the page of `tab` on which the viewer left off. Cursors are upstream's and mean nothing to us, so
 * there is no shorter way.
 * @throws AppError as upstream answers
 */
export async function findLeft(ctx: WebContext, viewer: Viewer, tab: HomeTab): Promise<string> {
  const row = await findReadingPosition(ctx.main, viewer.userId, tab.key)
  if (!row) return tab.href
  const { left } = toPosition(row)
  const until = ctx.now() + patience
  let cursor: string | undefined
  for (let page = 1; page <= mostPages; page += 1) {
    const { slices, cursor: next } = await readTimeline(ctx, viewer, tab, { limit: pageLimit, cursor })
    if (findAnchor(slices, left) !== undefined || next === undefined || ctx.now() > until) break
    cursor = next
  }
  const page = cursor === undefined ? 'show=newest' : `cursor=${encodeURIComponent(cursor)}`
  return `${addTo(tab.href, page)}#left-off`
}
