// A file that was sent → part of a post in the making.
import { rm } from 'node:fs/promises'
import type { DraftPost } from '#types/draft.ts'
import { mostPictures } from '#types/draft-media.ts'
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { prepareVideo } from '../atproto/prepare-video.ts'
import type { WebContext } from '../context.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'
import { dropUploads } from './drop-uploads.ts'
import { keepUpload } from './keep-upload.ts'

/** `isCut`: it was longer than anything that is taken, and not all of it was kept. */
export type SentFile = { field: string; name: string; path: string; bytes: number; isCut?: boolean | undefined }

const mostCaptions = 20

/**
 * The post with the file: a picture at the end, a video or GIF alone, captions with the video that the field names.
 * A video is on its way to the person's server from now on.
 *
 * @param lang of captions, BCP 47
 * @throws AppError 413, 415 or 422 with why it is not taken
 */
export async function addFile(
  ctx: WebContext,
  viewer: Viewer,
  post: DraftPost,
  { file, lang }: { file: SentFile; lang: string },
): Promise<DraftPost> {
  if (file.isCut) {
    await rm(file.path, { force: true })
    throw new AppError(413, `A file may have ${uploadLimits.bytes.video / 1_000_000} MB. This one has more.`)
  }
  const upload = await keepUpload(ctx, viewer, file)
  try {
    const changed = file.field.startsWith('captions-')
      ? withCaptions(post, upload, { video: file.field.slice('captions-'.length), lang })
      : withMedia(post, upload)
    if (upload.kind !== 'picture' && upload.kind !== 'captions' && upload.state !== 'failed') {
      prepareVideo(ctx, viewer, upload.id)
    }
    return changed
  } catch (error) {
    await dropUploads(ctx, viewer.userId, [upload.id])
    throw error
  }
}

function withMedia(post: DraftPost, { id, kind }: Upload): DraftPost {
  const { media } = post
  if (kind === 'captions') throw new AppError(422, 'Captions belong to a video. Add the video first.')
  if (kind === 'card') return post
  if (kind === 'picture' && media.length >= mostPictures) {
    throw new AppError(422, `A post has up to ${mostPictures} pictures.`)
  }
  const isAlone = kind !== 'picture' || media.some((item) => item.kind !== 'picture')
  if (isAlone && media.length > 0)
    throw new AppError(422, 'A post has pictures, or one video or GIF. Remove the other first.')
  return { ...post, media: [...media, { upload: id, kind, alt: '' }] }
}

function withCaptions(
  post: DraftPost,
  { id, kind }: Upload,
  { video, lang }: { video: string; lang: string },
): DraftPost {
  if (kind !== 'captions') throw new AppError(415, 'This is no file of captions. They are WebVTT files, .vtt.')
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang))
    throw new AppError(422, 'Say which language these captions are in.')
  const media = post.media.map((item) => {
    if (item.upload !== video) return item
    const others = (item.captions ?? []).filter((one) => one.lang !== lang)
    if (others.length >= mostCaptions)
      throw new AppError(422, `A video has captions in up to ${mostCaptions} languages.`)
    return { ...item, captions: [...others, { upload: id, lang }] }
  })
  return { ...post, media }
}
