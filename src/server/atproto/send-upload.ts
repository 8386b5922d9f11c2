// An upload → a blob on its owner's server, sent once.
import { type Agent, BlobRef, jsonToLex, lexToJson } from '@atproto/api'
import { changeUpload, type UploadRow } from '#db/queries/uploads.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { requireUpload } from '../reads/uploads.ts'
import { sendBlob } from './send-blob.ts'
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
  const blob = await sendBlob(agent, ctx.uploads.store.pathOf(viewer.userId, id), { mime, bytes })
  await noteSent(ctx, viewer, agent, id, blob)
  return blob
}

/** Notes that `blob` is on the server of `agent`. */
export async function noteSent(ctx: WebContext, viewer: Viewer, agent: Agent, id: string, blob: BlobRef) {
  const kept = { at: ctx.now(), blob: lexToJson(blob) }
  await changeUpload(ctx.main, viewer.userId, id, { blob: kept, sentTo: hostOf(agent) })
}

function hostOf(agent: Agent): string {
  return agent instanceof UpstreamAgent ? agent.host : ''
}
