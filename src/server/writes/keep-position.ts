// Keeps how far somebody has read, on this box, for all their devices.
import { keepReadingPosition, noteReadingView } from '#db/queries/reading-positions.ts'
import type { Anchor, ReadingPosition } from '#types/reading-position.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { parsePostUri } from './draft.ts'

const day = 24 * 60 * 60_000

/** What a page that was opened changes. A disk that is full must not keep people from reading. */
export async function keepPosition(
  ctx: WebContext,
  viewer: Viewer,
  feed: string,
  { newest, left, leftSeenAt, view, seenAt }: ReadingPosition,
): Promise<void> {
  const row = {
    userId: viewer.userId,
    feed,
    newestUri: newest.uri,
    newestAt: newest.at,
    leftUri: left.uri,
    leftAt: left.at,
    leftSeenAt,
    viewUri: view?.uri ?? null,
    viewAt: view?.at ?? null,
    seenAt,
  }
  await keepReadingPosition(ctx.main, row).catch((error) => {
    ctx.log.warn({ err: error }, 'reading position not kept')
  })
}

/** Notes which post stands on top of the window. A feed that was never opened has no position to move. */
export async function noteView(ctx: WebContext, viewer: Viewer, feed: string, { uri, at }: Anchor): Promise<void> {
  await noteReadingView(ctx.main, { userId: viewer.userId, feed }, { viewUri: uri, viewAt: at, seenAt: ctx.now() })
}

/** @throws AppError 400 for what is no post, or no time that a post can have */
export function parseAnchor(ctx: WebContext, form: (name: string) => string): Anchor {
  const uri = parsePostUri(form('uri'))
  const at = Number(form('at'))
  if (!uri || !Number.isSafeInteger(at) || at < 0 || at > ctx.now() + day)
    throw new AppError(400, 'That is no place in a feed.')
  return { uri, at }
}

/** Whether a browser asks for a page that nobody may ever look at (Sec-Purpose, Purpose). */
export function isPrefetch({ headers }: Request): boolean {
  return /prefetch|prerender|preview/.test(`${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''}`)
}
