// Makes a private list a tab of the home page. The network must not learn of it, so this is no preference.
import { updatePrivateList } from '#db/queries/private-lists.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { findOwnList, privateKey } from '../reads/own-list.ts'

/** Idempotent. @throws AppError 404 when the viewer has no such private list */
export async function pinPrivateList(ctx: WebContext, viewer: Viewer, key: string, isPinned: boolean) {
  const own = privateKey(key)
  if (own === undefined) throw new AppError(404, 'There is no such list of yours.')
  await findOwnList(ctx, viewer, key)
  await updatePrivateList(ctx.main, viewer.userId, own, { isPinned })
  return { isPinned }
}
