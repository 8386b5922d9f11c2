// A picture of the network → a file, within bounds.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AppError } from '../app-error.ts'

/** Bluesky's largest pictures have 2 MB, and its CDN sends them smaller. */
export const mostSourceBytes = 6 * 1024 * 1024

/**
 * Writes the bytes at `url` to `path`. No redirect is followed.
 * @param fetch bounded and guarded against private addresses
 * @throws AppError 404 when there is nothing there, 502 when its server fails, is slow, or sends too much
 */
export async function fetchSource(fetch: typeof globalThis.fetch, url: string, path: string): Promise<void> {
  try {
    const response = await fetch(url, { redirect: 'error', headers: { accept: 'image/*' } })
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      const isGone = [400, 404, 410].includes(response.status)
      throw new AppError(isGone ? 404 : 502, isGone ? 'This picture is gone.' : 'Its server did not send this picture.')
    }
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(path, { mode: 0o600 }))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(502, 'Its server did not send this picture.', { cause })
  }
}
