// An upload → a blob on its owner's server, sent once.
import { openAsBlob } from 'node:fs'
import { type Agent, BlobRef, jsonToLex, lexToJson } from '@atproto/api'
import { changeUpload, type UploadRow } from '#db/queries/uploads.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireUpload } from '../reads/uploads.ts'
import { askUpstream } from './ask-upstream.ts'
import { UpstreamAgent } from './upstream-agent.ts'

/** A server may drop a blob that no record names; in ms. */
const keptFor = 6 * 3_600_000

/**
 * The blob of a picture, of captions or of the picture of a card (com.atproto.repo.uploadBlob).
 * @throws AppError 404 when the upload is gone, 422 when the server does not take it, others as upstream answers
 */
export function sendUpload(ctx: WebContext, viewer: Viewer, agent: Agent, id: string): Promise<BlobRef> {
  return ctx.acts.inTurn(`${viewer.did} upload ${id}`, async () => {
    const row = await requireUpload(ctx, viewer, id)
    return findSent(ctx, agent, row) ?? sendFile(ctx, viewer, agent, row)
  })
}

/** The blob that it has become on this server; undefined when it was not sent there lately. */
export function findSent(ctx: WebContext, agent: Agent, { blob, sentTo }: UploadRow): BlobRef | undefined {
  if (sentTo !== hostOf(agent) || !blob || Number(blob.at) < ctx.now() - keptFor) return undefined
  const found = jsonToLex(blob.blob)
  return found instanceof BlobRef ? found : undefined
}

/** Sends the file and notes what it has become. */
export async function sendFile(ctx: WebContext, viewer: Viewer, agent: Agent, row: UploadRow): Promise<BlobRef> {
  const { id, mime, bytes } = row
  const body = await openAsBlob(ctx.uploads.store.pathOf(viewer.userId, id), { type: mime }).catch((cause) => {
    throw new AppError(404, 'A file of this post is gone from this box. Take it out and add it again.', { cause })
  })
  const signal = AbortSignal.timeout(timeFor(bytes))
  const sent = agent.com.atproto.repo.uploadBlob(body, { encoding: mime, signal }).catch((error) => {
    throw error?.status === 413 ? tooLarge(bytes, error) : error
  })
  const { blob } = (await askUpstream(sent)).data
  await noteSent(ctx, viewer, agent, id, blob)
  return blob
}

/** Notes that `blob` is on the server of `agent`. */
export async function noteSent(ctx: WebContext, viewer: Viewer, agent: Agent, id: string, blob: BlobRef) {
  const kept = { at: ctx.now(), blob: lexToJson(blob) }
  await changeUpload(ctx.main, viewer.userId, id, { blob: kept, sentTo: hostOf(agent) })
}

/** How long so many bytes may take, in ms: a slow line sends 50 kB in a second. */
export function timeFor(bytes: number): number {
  return 20_000 + Math.ceil(bytes / 50)
}

function tooLarge(bytes: number, cause: unknown): AppError {
  const size = (bytes / 1_000_000).toFixed(1)
  return new AppError(422, `Your server does not take a file of ${size} MB. Choose a smaller one.`, { cause })
}

function hostOf(agent: Agent): string {
  return agent instanceof UpstreamAgent ? agent.host : ''
}
