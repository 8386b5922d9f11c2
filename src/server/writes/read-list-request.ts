// The form of a list as it comes in: its texts, and a picture where one was chosen.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { readListForm } from './list-draft.ts'
import { readWas } from './merge-form.ts'
import { readPictureForm } from './read-picture-form.ts'
import type { ListState } from './save-list.ts'

/**
 * `picture` is the file, or `null` to take away the one that is there. The caller disposes of it.
 * @throws AppError as readPictureForm does
 */
export async function readListRequest(ctx: WebContext, viewer: Viewer, request: Request) {
  const { get, fileOf, dispose } = await readPictureForm(ctx, viewer, request)
  const picture = fileOf('picture') ?? (get('removePicture') === '1' ? null : undefined)
  return { ...readListForm(ctx, get), was: readWas<ListState>(get), picture, dispose }
}
