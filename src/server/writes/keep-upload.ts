// A file that somebody sends → an upload of theirs. Everything about it is taken for a lie until it has been looked at.
import { randomBytes } from 'node:crypto'
import { copyFile, type FileHandle, open, rm, writeFile } from 'node:fs/promises'
import { insertUpload, type NewUpload, weighUploads } from '#db/queries/uploads.ts'
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireUpload, toUpload } from '../reads/uploads.ts'
import { fitPicture } from '../uploads/fit-picture.ts'
import { readCaptions } from '../uploads/read-captions.ts'
import { readGif } from '../uploads/read-gif.ts'
import { readMp4 } from '../uploads/read-mp4.ts'
import { readWebm, webmHeadLength } from '../uploads/read-webm.ts'
import { headLength, type Sniffed, sniffFile } from '../uploads/sniff-file.ts'
import { pictureLimits, thumbLimits, uploadLimits } from '../uploads/upload-limits.ts'

type Facts = Pick<NewUpload, 'kind' | 'mime' | 'bytes'> & Partial<NewUpload>
/** What was made of a file: paths of the result and of a small picture. */
type Prepared = { facts: Facts; path: string; preview?: string }
type Source = { path: string; bytes: number }

/**
 * Takes the file at `path`, which is gone afterwards, whatever comes of it.
 * @param want `still` makes one picture of a GIF
 * @throws AppError 415 or 422 with what is wrong with the file, 413 when the person has too many
 */
export async function keepUpload(ctx: WebContext, viewer: Viewer, source: Source, want?: 'still'): Promise<Upload> {
  return keep(ctx, viewer, source, (reserve) => prepare(ctx, source, reserve, want))
}

/**
 * Takes the picture of a link's card at `path`, within the limits of a card.
 * @throws AppError as keepUpload does
 */
export async function keepThumb(ctx: WebContext, viewer: Viewer, path: string): Promise<Upload> {
  return keep(ctx, viewer, { path, bytes: 0 }, async (reserve) => {
    const made = await preparePicture(ctx, { path, bytes: 0 }, reserve, thumbLimits)
    return { ...made, facts: { ...made.facts, kind: 'card' } }
  })
}

/**
 * The first picture of a GIF of theirs, as a picture.
 * @throws AppError 404 when there is no such GIF, others as keepUpload does
 */
export async function keepStill(ctx: WebContext, viewer: Viewer, id: string): Promise<Upload> {
  const { bytes } = await requireUpload(ctx, viewer, id)
  const path = await ctx.uploads.store.reserve()
  await copyFile(ctx.uploads.store.pathOf(viewer.userId, id), path)
  return keepUpload(ctx, viewer, { path, bytes }, 'still')
}

async function keep(
  ctx: WebContext,
  viewer: Viewer,
  source: Source,
  make: (reserve: Reserve) => Promise<Prepared>,
): Promise<Upload> {
  const made: string[] = [source.path]
  const reserve = async () => {
    const path = await ctx.uploads.store.reserve()
    made.push(path, `${path}.new`)
    return path
  }
  try {
    void ctx.uploads.sweep().catch((error) => ctx.log.warn({ err: error }, 'old uploads could not be removed'))
    await checkRoom(ctx, viewer, source.bytes)
    const { facts, path, preview } = await make(reserve)
    const id = randomBytes(16).toString('base64url')
    const now = ctx.now()
    const row = {
      state: 'kept' as const,
      ...facts,
      id,
      userId: viewer.userId,
      progress: 0,
      createdAt: now,
      usedAt: now,
    }
    await ctx.uploads.store.keep(viewer.userId, id, path, preview)
    await insertUpload(ctx.main, row)
    return toUpload(row)
  } finally {
    for (const path of made) await rm(path, { force: true })
  }
}

async function checkRoom({ main, config }: WebContext, { userId }: Viewer, bytes: number): Promise<void> {
  const used = await weighUploads(main, userId)
  if (used.bytes + bytes <= config.uploads.quota && used.count < uploadLimits.files) return
  throw new AppError(413, 'The files of your drafts take all the room you have here. Delete a draft or take files out.')
}

type Reserve = () => Promise<string>

async function prepare(
  ctx: WebContext,
  source: Source,
  reserve: Reserve,
  want: 'still' | undefined,
): Promise<Prepared> {
  const file = await open(source.path)
  try {
    const sniffed = sniffFile(await readHead(file, headLength))
    if (sniffed.kind === 'other') throw new AppError(415, sniffed.refusal)
    checkLength(sniffed.kind, source.bytes)
    if (sniffed.kind === 'picture' || want === 'still') return await preparePicture(ctx, source, reserve)
    if (sniffed.kind === 'gif') return await prepareGif(ctx, source, file, reserve)
    if (sniffed.kind === 'video') return await prepareVideo(ctx, source, file, sniffed.mime)
    return await prepareCaptions(source, file)
  } finally {
    await file.close()
  }
}

function checkLength(kind: Exclude<Sniffed['kind'], 'other'>, bytes: number): void {
  const most = uploadLimits.bytes[kind]
  if (bytes <= most) return
  const name = { picture: 'A picture', gif: 'A GIF', video: 'A video', captions: 'A file of captions' }[kind]
  throw new AppError(
    422,
    `${name} may have ${most / 1_000_000} MB, and this one has ${(bytes / 1_000_000).toFixed(1)}.`,
  )
}

async function preparePicture(
  ctx: WebContext,
  { path }: Source,
  reserve: Reserve,
  limits = pictureLimits,
): Promise<Prepared> {
  const [target, preview] = [await reserve(), await reserve()]
  const made = await fitPicture(ctx, { source: path, target, preview, ...limits })
  return { facts: { kind: 'picture', ...made }, path: target, preview }
}

/** One picture is a picture; of several the first is the preview. */
async function prepareGif(ctx: WebContext, source: Source, file: FileHandle, reserve: Reserve): Promise<Prepared> {
  const facts = await readGif(file, uploadLimits.frames)
  if (!facts) throw new AppError(422, 'This GIF cannot be read. It may be damaged, or cut off.')
  const { width, height, frames } = facts
  const still = await preparePicture(ctx, source, reserve)
  if (frames === 1) return still
  if (frames > uploadLimits.frames || width * height * frames > uploadLimits.gifPixels) {
    throw new AppError(
      422,
      `This GIF has too many pictures. Up to ${uploadLimits.frames} can be posted, fewer when large.`,
    )
  }
  const { bytes, path } = source
  const problem = 'This box cannot post moving GIFs. It can post the first picture of this one.'
  const state = canConvert(ctx) ? {} : ({ state: 'failed', problem } as const)
  return {
    facts: { kind: 'gif', mime: 'image/gif', width, height, bytes, ...state },
    path,
    ...(still.preview && { preview: still.preview }),
  }
}

/** Whether something makes an MP4 of what is none. */
function canConvert({ config }: WebContext): boolean {
  return config.videoService !== undefined || config.ffmpeg !== undefined
}

async function prepareVideo(
  ctx: WebContext,
  { path, bytes }: Source,
  file: FileHandle,
  mime: string,
): Promise<Prepared> {
  if (mime !== 'video/mp4' && !canConvert(ctx)) {
    throw new AppError(415, 'Only MP4 videos can be posted from this box. Save it as MP4 and add that.')
  }
  const isBoxed = mime === 'video/mp4' || mime === 'video/quicktime'
  const facts = isBoxed
    ? await readMp4(file, bytes)
    : mime === 'video/webm'
      ? readWebm(await readHead(file, webmHeadLength))
      : {}
  if (!facts) throw new AppError(422, 'This video cannot be read. It may be damaged, cut off, or hold no picture.')
  return { facts: { kind: 'video', mime, bytes, ...facts }, path }
}

async function prepareCaptions({ path }: Source, file: FileHandle): Promise<Prepared> {
  const captions = readCaptions(await readHead(file, uploadLimits.bytes.captions + 1))
  if ('problem' in captions) throw new AppError(422, captions.problem)
  await writeFile(path, captions.text)
  return { facts: { kind: 'captions', mime: 'text/vtt', bytes: Buffer.byteLength(captions.text) }, path }
}

async function readHead(file: FileHandle, most: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
  return buffer.subarray(0, bytesRead)
}
