// The posts of a tab of the home page, from where its reader left off.
import { findReadingPosition, type ReadingPositionRow } from '#db/queries/reading-positions.ts'
import type { HomeTab, HomeTimeline } from '#types/home.ts'
import type { ReadingPosition } from '#types/reading-position.ts'
import type { PlacedSlice } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { findPlace, type Visit } from './find-place.ts'
import { isUnanswered } from './recall-kept.ts'
import { type PlacedTimeline, readTimeline } from './timeline.ts'

/** Posts asked for. The walk back to a place goes by the same pages. */
export const pageLimit = 50
/** A page that begins at the place wants more than these. */
const fewest = 10
/** How exactly the time of a visit is kept (ms): a write a page would be one too many. */
const touchEvery = 60_000

export type TimelineRequest = {
  cursor: string | undefined
  /** Whether to begin with the newest posts, instead of where the reader left off. */
  isNewest: boolean
}

/**
 * One page of `tab`, from the place where the viewer left off, with the mark that says so. It takes a second call
 * upstream when more posts are new than fit one page.
 * @throws AppError as upstream answers
 */
export async function readHomeTimeline(
  ctx: WebContext,
  viewer: Viewer,
  tab: HomeTab,
  { cursor, isNewest }: TimelineRequest,
): Promise<HomeTimeline> {
  const visit: Visit = cursor !== undefined ? 'older' : isNewest ? 'newest' : 'home'
  const [row, first] = await Promise.all([
    findReadingPosition(ctx.main, viewer.userId, tab.key),
    readTimeline(ctx, viewer, tab, { limit: pageLimit, cursor }),
  ])
  const known = row && toPosition(row)
  const now = ctx.now()
  const locate = ({ slices }: PlacedTimeline) => findPlace(known, slices, { visit, now })
  let timeline = first
  let place = locate(first)
  const isShort = place && (place.isFar || place.from > first.slices.length - fewest)
  if (visit === 'home' && known && isShort && first.cursor !== undefined) {
    const second = await readTimeline(ctx, viewer, tab, { limit: pageLimit, cursor: first.cursor }).catch((error) => {
      // The page is shorter without it, and still a page.
      if (!isUnanswered(error)) throw error
    })
    if (second) timeline = { ...second, slices: join(first.slices, second.slices) }
    place = locate(timeline)
  }
  if (!place) return timeline
  const { from, fresh, mark, isFar, next } = place
  return {
    slices: timeline.slices.slice(from),
    cursor: timeline.cursor,
    partial: timeline.partial,
    place: {
      above: from,
      fresh,
      mark: mark === undefined ? undefined : mark - from,
      leftAt: new Date(next.leftSeenAt).toISOString(),
      isFar,
      newestHref: addTo(tab.href, 'show=newest'),
      leftHref: addTo(tab.href, 'show=left'),
    },
    position: isWorthKeeping(known, next) ? next : undefined,
  }
}

/** An address with one more pair in its query. */
export function addTo(href: string, pair: string): string {
  return `${href}${href.includes('?') ? '&' : '?'}${pair}`
}

export function toPosition(row: ReadingPositionRow): ReadingPosition {
  const { newestUri, newestAt, leftUri, leftAt, leftSeenAt, viewUri, viewAt, seenAt } = row
  return {
    newest: { uri: newestUri, at: newestAt },
    left: { uri: leftUri, at: leftAt },
    leftSeenAt,
    view: viewUri !== null && viewAt !== null ? { uri: viewUri, at: viewAt } : undefined,
    seenAt,
  }
}

/** A conversation of the second page that stands on the first is not repeated. */
function join(first: PlacedSlice[], second: PlacedSlice[]): PlacedSlice[] {
  const seen = new Set(first.flatMap(({ posts }) => posts.map(({ uri }) => uri)))
  return [...first, ...second.filter(({ posts }) => !seen.has(posts.at(-1)?.uri ?? ''))]
}

function isWorthKeeping(known: ReadingPosition | undefined, next: ReadingPosition): boolean {
  if (!known || next.seenAt - known.seenAt > touchEvery) return true
  return JSON.stringify({ ...known, seenAt: 0 }) !== JSON.stringify({ ...next, seenAt: 0 })
}
