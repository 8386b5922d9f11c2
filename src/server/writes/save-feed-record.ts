// The picture of a feed, and how clients may treat it.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'
import { keepUpload } from './keep-upload.ts'
import { readPictureForm } from './read-picture-form.ts'
import { updateFeed } from './update-feed.ts'

/**
 * Takes the form; the picture before stays until it is swept away, because a copy of the feed may have it, too.
 * a published feed's record follows.
 * @throws AppError 404 no such feed, 413, 415 or 422 with what is wrong with the picture, others as updateFeed does
 */
export async function saveFeedRecord(ctx: WebContext, viewer: Viewer, id: number, request: Request): Promise<void> {
  requireMaker(viewer)
  const form = await readPictureForm(ctx, viewer, request)
  try {
    await requireOwnFeed(ctx, viewer, id)
    const file = form.fileOf('picture')
    if (file?.isCut) {
      throw new AppError(413, `A picture may have ${uploadLimits.pictureForm.file / 1_000_000} MB. This one has more.`)
    }
    const kept = file && (await keepUpload(ctx, viewer, file, 'still'))
    const isRemoved = form.get('removePicture') !== ''
    await updateFeed(ctx, viewer, id, {
      ...(kept ? { avatar: kept.id } : isRemoved ? { avatar: null } : {}),
      contentMode: form.get('isVideo') === '' ? null : 'contentModeVideo',
      acceptsInteractions: form.get('acceptsInteractions') !== '',
    })
  } finally {
    await form.dispose()
  }
}
