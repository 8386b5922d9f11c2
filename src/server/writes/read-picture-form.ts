// A form with pictures of a profile or a list, as it comes in.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'
import { readSentForm, type SentFile, type SentForm } from './read-sent-form.ts'

export type PictureForm = Pick<SentForm, 'get' | 'dispose'> & {
  /** The file that was chosen in a field. */
  fileOf(field: string): SentFile | undefined
}

/**
 * The caller disposes of it.
 * @throws AppError 409 for a form that was made for somebody else, others as readSentForm does
 */
export async function readPictureForm(ctx: WebContext, viewer: Viewer, request: Request): Promise<PictureForm> {
  const { get, files, dispose } = await readSentForm(ctx.config, request, uploadLimits.pictureForm)
  const as = get('as')
  // Too large a form is not looked at before (auth/check-acting.ts).
  if (as !== '' && as !== viewer.did) {
    await dispose()
    throw new AppError(409, 'This page was made for another account of this browser. Nothing was done.')
  }
  return { get, dispose, fileOf: (field) => files.find((file) => file.field === field && file.bytes > 0) }
}
