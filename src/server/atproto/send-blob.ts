// A file on disk → a blob on somebody's own server.
import { openAsBlob } from 'node:fs'
import type { Agent, BlobRef } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'

/**
 * Sends the file at `path` (com.atproto.repo.uploadBlob).
 * @throws AppError 404 when the file is gone, 422 when the server does not take one so large, others as it answers
 */
export async function sendBlob(
  agent: Agent,
  path: string,
  { mime, bytes }: { mime: string; bytes: number },
): Promise<BlobRef> {
  const body = await openAsBlob(path, { type: mime }).catch((cause) => {
    throw new AppError(404, 'A file of this post is gone from this box. Take it out and add it again.', { cause })
  })
  const signal = AbortSignal.timeout(timeFor(bytes))
  const sent = agent.com.atproto.repo.uploadBlob(body, { encoding: mime, signal }).catch((error) => {
    throw error?.status === 413 ? tooLarge(bytes, error) : error
  })
  return (await askUpstream(sent)).data.blob
}

/** How long so many bytes may take, in ms: a slow line sends 50 kB in a second. */
export function timeFor(bytes: number): number {
  return 20_000 + Math.ceil(bytes / 50)
}

function tooLarge(bytes: number, cause: unknown): AppError {
  const size = (bytes / 1_000_000).toFixed(1)
  return new AppError(422, `Your server does not take a file of ${size} MB. Choose a smaller one.`, { cause })
}
