// How far a video is, and going on with it where a restart has interrupted it.
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { prepareVideo } from '../atproto/prepare-video.ts'
import type { WebContext } from '../context.ts'
import { readUploads, requireUpload, toUpload } from './uploads.ts'

const underWay = new Set(['kept', 'converting', 'sending', 'processing'])

/** @throws AppError 404 when the viewer has no such upload */
export async function readUploadState(ctx: WebContext, viewer: Viewer, id: string): Promise<Upload> {
  return follow(ctx, viewer, toUpload(await requireUpload(ctx, viewer, id)))
}

/** The uploads of a draft, by id, each as far as it is. */
export async function readUploadStates(ctx: WebContext, viewer: Viewer, ids: string[]): Promise<Map<string, Upload>> {
  const uploads = await readUploads(ctx, viewer, ids)
  for (const [id, upload] of uploads) uploads.set(id, follow(ctx, viewer, upload))
  return uploads
}

function follow(ctx: WebContext, viewer: Viewer, upload: Upload): Upload {
  const { id, kind, state } = upload
  if ((kind !== 'video' && kind !== 'gif') || !underWay.has(state)) return upload
  prepareVideo(ctx, viewer, id)
  return { ...upload, progress: ctx.uploads.working.get(id)?.progress ?? upload.progress }
}
