// Who may make feeds here: everybody but readers.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'

/** Routes that are about nothing else: a reader shall not fill in a form for nothing. */
const routes = new Set(['/feeds/new', '/feeds/build', '/feeds/build/part', '/feeds/import'])

/** @throws AppError 403 for a reader: the acts that make, change, publish or share a feed, or make a key, call it */
export function requireMaker(viewer: Viewer): void {
  if (viewer.role !== 'reader') return
  const text = `@${viewer.handle} is a reader on this box: readers make and change no feeds here. Ask whoever runs it to be made a member.`
  throw new AppError(403, text)
}

/** @param pattern the route that was found @throws as requireMaker, for a route that makes feeds */
export function admitMaker(pattern: string, viewer: Viewer | undefined): void {
  if (viewer && routes.has(pattern)) requireMaker(viewer)
}
