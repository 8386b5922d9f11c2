// The address of a feed or a list, as a form names it.
import type { Shelf } from '#types/saved-feed.ts'
import { AppError } from '../app-error.ts'

const shape =
  /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/(app\.bsky\.(?:feed\.generator|graph\.list))\/[A-Za-z0-9._:~-]{1,512}$/

/** @throws AppError 400 when `uri` is neither a feed's nor a list's */
export function needShelvedUri(uri: string): string {
  if (!shape.test(uri)) throw new AppError(400, 'This form names neither a feed nor a list.')
  return uri
}

/** @throws AppError 400 when `uri` is no feed's */
export function needFeedUri(uri: string): string {
  if (shape.exec(uri)?.[1] !== 'app.bsky.feed.generator') throw new AppError(400, 'This form names no feed.')
  return uri
}

/** @throws AppError 400 when `uri` is no list's */
export function needListUri(uri: string): string {
  if (shape.exec(uri)?.[1] !== 'app.bsky.graph.list') throw new AppError(400, 'This form names no list.')
  return uri
}

/** Where a form wants a feed or a list to stand. @throws AppError 400 when it names no such place */
export function needShelf(shelf: string): Shelf {
  if (shelf !== 'pinned' && shelf !== 'saved' && shelf !== 'none') throw new AppError(400, 'This form says nothing.')
  return shelf
}
