// The service that prepares videos (app.bsky.video.*): asked with a token of the person's own server.

import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { type Agent, BlobRef, jsonToLex } from '@atproto/api'
import { z } from 'zod'
import { AppError } from '../app-error.ts'
import type { Config } from '../config.ts'
import { askUpstream } from './ask-upstream.ts'
import { createGuardedFetch, largeFile, smallRecord } from './guarded-fetch.ts'
import { timeFor } from './send-blob.ts'

const endings: Record<string, string> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/mpeg': 'mpeg',
  'video/quicktime': 'mov',
  'image/gif': 'gif',
}

const status = z.object({
  jobId: z.string().min(1).max(300),
  state: z.string().optional(),
  progress: z.number().optional(),
  blob: z.unknown().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  failureCode: z.string().optional(),
})
const wrapped = z.union([z.object({ jobStatus: status }).transform(({ jobStatus }) => jobStatus), status])
const limits = z.object({ canUpload: z.boolean(), message: z.string().optional() })
const failure = z.object({ message: z.string().max(500) })

/** What the service says of its work; `blob` once it has put the video onto the person's server. */
export type VideoJob = { jobId: string; progress: number; blob?: BlobRef; problem?: string }

type Service = Pick<Config, 'allowPrivateNetwork'> & { url: string; did: string }
type Video = { path: string; mime: string; bytes: number }

/**
 * Sends a video. `onProgress` gets per cent.
 * @throws AppError 422 with the service's own words when it takes none from this person, 502 when it does not answer
 */
export async function sendToService(service: Service, agent: Agent, video: Video, onProgress: (done: number) => void) {
  await checkLimits(service, agent)
  const { data } = await askUpstream(agent.com.atproto.server.describeServer())
  // The service puts the video onto the person's server with this token.
  const token = await takeToken(agent, data.did, 'com.atproto.repo.uploadBlob', 30 * 60)
  const name = `${randomBytes(9).toString('base64url')}.${endings[video.mime] ?? 'mp4'}`
  const url = new URL('/xrpc/app.bsky.video.uploadVideo', service.url)
  url.search = new URLSearchParams({ did: agent.assertDid, name }).toString()
  const response = await createGuardedFetch(service, largeFile)(url, {
    method: 'POST',
    body: countBytes(await openAsBlob(video.path), (sent) => onProgress(Math.round((sent / video.bytes) * 100))),
    headers: { authorization: `Bearer ${token}`, 'content-type': video.mime },
    redirect: 'error',
    signal: AbortSignal.timeout(timeFor(video.bytes)),
  }).catch(away)
  const answer = await readJson(response)
  const job = wrapped.safeParse(answer)
  // A video that it has already is a conflict with the name of that job.
  if (job.success && (response.ok || response.status === 409)) return toJob(job.data)
  throw refused(answer)
}

/** @throws AppError 502 when it does not answer */
export async function askForJob(service: Service, jobId: string): Promise<VideoJob> {
  const url = new URL('/xrpc/app.bsky.video.getJobStatus', service.url)
  url.searchParams.set('jobId', jobId)
  const response = await createGuardedFetch(service, smallRecord)(url, { redirect: 'error' }).catch(away)
  const job = wrapped.safeParse(await readJson(response))
  if (!response.ok || !job.success) return away()
  return toJob(job.data)
}

async function checkLimits(service: Service, agent: Agent): Promise<void> {
  const url = new URL('/xrpc/app.bsky.video.getUploadLimits', service.url)
  const token = await takeToken(agent, service.did, 'app.bsky.video.getUploadLimits', 60)
  const headers = { authorization: `Bearer ${token}` }
  const response = await createGuardedFetch(service, smallRecord)(url, { headers, redirect: 'error' }).catch(away)
  const answer = await readJson(response)
  const found = limits.safeParse(answer)
  if (!response.ok || !found.success) throw refused(answer)
  if (!found.data.canUpload) throw refused(answer)
}

async function takeToken(agent: Agent, aud: string, lxm: string, seconds: number): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + seconds
  return (await askUpstream(agent.com.atproto.server.getServiceAuth({ aud, lxm, exp }))).data.token
}

function toJob({ jobId, state, progress = 0, blob, failureCode, error, message }: z.infer<typeof status>): VideoJob {
  const found = blob === undefined ? undefined : jsonToLex(blob)
  if (found instanceof BlobRef) return { jobId, progress: 100, blob: found }
  if (state !== 'JOB_STATE_FAILED') return { jobId, progress: Math.min(100, Math.max(0, Math.round(progress))) }
  const problem =
    failures[failureCode ?? ''] ?? `The video service could not prepare it: ${message ?? error ?? 'no reason given'}.`
  return { jobId, progress: 0, problem }
}

/** app.bsky.video.defs#jobStatus */
const failures: Record<string, string> = {
  validation_failure: 'The video service does not take this video: it may be too long, too large or of an odd shape.',
  encoding_failure: 'The video service could not read this video.',
  pds_upload_failure: 'The video service could not put the video onto your server. Try again.',
  pds_upload_unsupported_blob_size: 'Your server does not take a video of this size.',
}

function refused(answer: unknown): AppError {
  const said = failure.safeParse(answer)
  return new AppError(
    422,
    said.success
      ? `The video service says: ${said.data.message}`
      : 'The video service takes no videos from you at the moment.',
  )
}

function away(cause?: unknown): never {
  throw new AppError(502, 'The video service does not answer. Try again in a minute.', { cause })
}

async function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}

/** The same file; `onBytes` learns how much of it has been read. */
function countBytes(file: Blob, onBytes: (sent: number) => void): Blob {
  const stream = () => {
    let sent = 0
    return Blob.prototype.stream.call(file).pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          sent += chunk.length
          onBytes(sent)
          controller.enqueue(chunk)
        },
      }),
    )
  }
  return Object.defineProperty(file, 'stream', { value: stream })
}
