// The picture of a profile or a list: made small, without what a camera writes into it, and sent to its owner's server.
import { rm } from 'node:fs/promises'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { sendBlob } from '../atproto/send-blob.ts'
import type { WebContext } from '../context.ts'
import { fitPicture } from '../uploads/fit-picture.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'
import type { SentFile } from './read-sent-form.ts'

/** As in app.bsky.actor.profile and app.bsky.graph.list. */
const mostBytes = 1_000_000

/**
 * @param side the longest side of what is sent, in pixels
 * @returns the blob for its record
 * @throws AppError 413, 415 or 422 with what is wrong with the file, others as the person's server answers
 */
export async function sendPicture(
  ctx: WebContext,
  viewer: Viewer,
  file: Pick<SentFile, 'path' | 'isCut'>,
  side = 1000,
): Promise<object> {
  if (file.isCut) {
    const most = uploadLimits.pictureForm.file / 1_000_000
    throw new AppError(413, `A picture may have ${most} MB. This one has more: make it smaller first.`)
  }
  const { store } = ctx.uploads
  const [target, preview] = [await store.reserve(), await store.reserve()]
  try {
    const made = await fitPicture(ctx, { source: file.path, target, preview, side, bytes: mostBytes })
    // The lexicons take no other kind.
    if (made.mime === 'image/webp') throw new AppError(422, 'This picture is too large. Save it as JPEG first.')
    return await sendBlob(await openAgent(ctx, viewer), target, made)
  } finally {
    for (const path of [target, preview, `${target}.new`]) await rm(path, { force: true })
  }
}
