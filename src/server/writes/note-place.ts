// Keeps the place of a post on the page that its reader goes back to, once it may be shown there no more.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { parsePostUri } from './draft.ts'

/** Notes that the post `uri` was hidden just now, or that it no longer is. Anything but a post's address does nothing. */
export function notePlace(ctx: WebContext, { did }: Viewer, uri: string, isHidden: boolean): void {
  const post = parsePostUri(uri)
  if (post) ctx.acts.note(did, 'place', post, isHidden ? post : null)
}
