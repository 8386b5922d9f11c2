// The bytes of an upload for its owner's browser, whole or in part.
import { Readable } from 'node:stream'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireUpload } from './uploads.ts'

/**
 * Answers with the file, or with the small picture of it. Ranges are taken as far as videos need them (RFC 9110 §14.2).
 * @throws AppError 404 for what is not the viewer's or not there, 416 for a range that it has not
 */
export async function openUploadFile(
  ctx: WebContext,
  viewer: Viewer,
  { id, isPreview, range }: { id: string; isPreview: boolean; range: string | null },
): Promise<Response> {
  const { mime } = await requireUpload(ctx, viewer, id)
  const file = await ctx.uploads.store.open(viewer.userId, id, isPreview)
  if (!file) throw new AppError(404, 'This file is gone from this box.')
  const { size } = await file.stat()
  const part = readRange(range, size)
  if (!part) {
    await file.close()
    throw new AppError(416, 'There is no such part of this file.')
  }
  const headers: Record<string, string> = {
    'content-type': isPreview ? 'image/webp' : mime,
    'content-length': String(part.end - part.start + 1),
    'accept-ranges': 'bytes',
    // For nobody's cache but the browser's own: the next person at it must not find the file.
    'cache-control': 'private, max-age=600',
    vary: 'Cookie',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'content-disposition': 'inline',
  }
  const isPart = range !== null && size > 0
  if (isPart) headers['content-range'] = `bytes ${part.start}-${part.end}/${size}`
  const body = size > 0 ? Readable.toWeb(file.createReadStream(part)) : null
  if (!body) await file.close()
  return new Response(body as ReadableStream | null, { status: isPart ? 206 : 200, headers })
}

/** The first and last byte, both included; undefined for a range outside of the file. What is no range is the whole. */
function readRange(range: string | null, size: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return { start: 0, end: Math.max(0, size - 1) }
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to))
  return start <= end && start < size ? { start, end } : undefined
}
