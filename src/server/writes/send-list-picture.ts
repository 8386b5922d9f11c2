// The picture of a list: made small, without what a camera writes into it, and sent to the viewer's own server.
import { openAsBlob } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'

/** Pixels a side, and bytes as in app.bsky.graph.list#avatar. */
const bounds = { side: 1000, bytes: 1_000_000 }

/**
 * @returns the blob for its record (com.atproto.repo.uploadBlob)
 * @throws AppError 422 with what is wrong with the file, others as the person's server answers
 */
export async function sendListPicture(ctx: WebContext, viewer: Viewer, file: File): Promise<object> {
  const { store } = ctx.uploads
  const [source, target, preview] = [await store.reserve(), await store.reserve(), await store.reserve()]
  try {
    await writeFile(source, new Uint8Array(await file.arrayBuffer()), { mode: 0o600 })
    const { outcome, made } = await ctx.pictures.shrink({ source, target, preview, ...bounds })
    if (outcome === 'large') throw new AppError(422, 'This picture has too many pixels. Make it smaller first.')
    if (!made) throw new AppError(422, 'This is no picture that can be read. JPEG, PNG and WebP can.')
    // The lexicon takes no other kind.
    if (made.mime === 'image/webp') throw new AppError(422, 'This picture is too large. Save it as JPEG first.')
    const agent = await openAgent(ctx, viewer)
    const body = await openAsBlob(target, { type: made.mime })
    return (await askUpstream(agent.com.atproto.repo.uploadBlob(body, { encoding: made.mime }))).data.blob
  } finally {
    for (const path of [source, target, preview, `${target}.new`, `${preview}.new`]) await rm(path, { force: true })
  }
}
