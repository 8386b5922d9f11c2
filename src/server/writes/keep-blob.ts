// A file of somebody's own posts, fetched from their server → an upload of theirs again.
import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { findPds } from '../atproto/find-pds.ts'
import type { WebContext } from '../context.ts'
import { createFetchMedia } from '../videos/fetch-media.ts'
import { keepThumb, keepUpload } from './keep-upload.ts'

/** How long one file may take, in ms. */
const patience = 5 * 60_000

/**
 * Fetches the blob `cid` of the viewer's (com.atproto.sync.getBlob) and takes it as if they had sent it.
 * @param use `thumb` is the picture of a link's card
 * @throws AppError 502 when their server does not give it, others as keepUpload does
 */
export async function keepBlob(ctx: WebContext, viewer: Viewer, cid: string, use?: 'thumb'): Promise<Upload> {
  const path = await ctx.uploads.store.reserve()
  try {
    const pds = await findPds(ctx.auth.resolvers, viewer.did)
    const url = new URL(`/xrpc/com.atproto.sync.getBlob?${new URLSearchParams({ did: viewer.did, cid })}`, pds)
    const fetchMedia = createFetchMedia(ctx.config)
    const signal = AbortSignal.timeout(patience)
    // Some servers keep blobs elsewhere, and every hop is guarded.
    const { response } = await fetchMedia(url, { signal, mayLeadTo: () => true })
    const body = Readable.fromWeb(response.body as ReadableStream)
    await pipeline(body, createWriteStream(path, { mode: 0o600 }))
    if (use === 'thumb') return await keepThumb(ctx, viewer, path)
    return await keepUpload(ctx, viewer, { path, bytes: (await stat(path)).size })
  } catch (cause) {
    if (cause instanceof AppError && cause.status === 413) throw cause
    throw new AppError(502, 'A file of this post did not come from your server. Nothing was deleted.', { cause })
  } finally {
    await rm(path, { force: true })
  }
}
