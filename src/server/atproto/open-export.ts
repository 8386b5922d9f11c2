// What somebody takes with them: their repository as it is, or their posts to read.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { findPds } from './find-pds.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { openAgent } from './open-agent.ts'
import { writePosts } from './write-posts.ts'

/** A repository of many years is some hundred MB; who has a slow line takes hours. */
const bounds = { bytes: 4 * 1024 ** 3, milliseconds: 6 * 60 * 60_000 }

export type ExportFile = { name: string; type: string; chunks: AsyncIterable<Uint8Array> }

/**
 * The file `name`: `repository.car` (com.atproto.sync.getRepo, passed on as it comes) or `posts.md`. Nothing is kept,
 * and no more is in memory than is on its way.
 * @throws AppError 404 for another name, 502 when the person's server does not answer
 */
export async function openExport(
  ctx: WebContext,
  viewer: Viewer,
  name: string,
  signal: AbortSignal,
): Promise<ExportFile> {
  const stem = viewer.handle.replace(/[^a-zA-Z0-9.-]/g, '-')
  if (name === 'posts.md') {
    const agent = await openAgent(ctx, viewer)
    const chunks = writePosts(agent, { did: viewer.did, handle: viewer.handle, now: ctx.now() }, signal)
    return { name: `${stem}-posts.md`, type: 'text/markdown; charset=utf-8', chunks }
  }
  if (name !== 'repository.car') throw new AppError(404, 'There is nothing at this address.')
  const pds = await findPds(ctx.auth.resolvers, viewer.did)
  const url = new URL(`/xrpc/com.atproto.sync.getRepo?${new URLSearchParams({ did: viewer.did })}`, pds)
  const answer = await createGuardedFetch(ctx.config, bounds)(url, { redirect: 'error', signal }).catch((cause) => {
    throw new AppError(502, 'Your server did not send your repository. Try again in a minute.', { cause })
  })
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel()
    throw new AppError(502, `Your server did not send your repository (${answer.status}). Try again in a minute.`)
  }
  return { name: `${stem}.car`, type: 'application/vnd.ipld.car', chunks: answer.body }
}
