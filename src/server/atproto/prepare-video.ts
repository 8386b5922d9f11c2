// A video on its way to its owner's server, while the rest is written: converted where it must be, sent, waited for.
import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Agent, BlobRef } from '@atproto/api'
import { changeUpload, type UploadRow } from '#db/queries/uploads.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireUpload } from '../reads/uploads.ts'
import { convertVideo } from '../uploads/convert-video.ts'
import { readMp4 } from '../uploads/read-mp4.ts'
import { openAgent } from './open-agent.ts'
import { findSent, noteSent, sendFile } from './send-upload.ts'
import { askForJob, sendToService } from './video-service.ts'

/** How often the service is asked, and for how long in all, in ms. */
const askEvery = 1000
const longestJob = 30 * 60_000
/** How long posting waits for a video, in ms. */
const patience = 15_000

/** Starts, or goes on after a restart. What becomes of it stands in the upload. */
export function prepareVideo(ctx: WebContext, viewer: Viewer, id: string): void {
  const { working } = ctx.uploads
  if (working.has(id)) return
  const note = (progress: number) => {
    const entry = working.get(id)
    if (entry) entry.progress = progress
  }
  // Not on the time of the page that happened to ask first.
  const done = ctx.readings.exit(() => work(ctx, viewer, id, note)).finally(() => working.delete(id))
  working.set(id, { done, progress: 0 })
}

/**
 * The blob of a video, once it is there.
 * @throws AppError 409 when it is still under way, 422 with what went wrong, 404 when the upload is gone
 */
export async function awaitVideo(ctx: WebContext, viewer: Viewer, agent: Agent, id: string): Promise<BlobRef> {
  const first = await requireUpload(ctx, viewer, id)
  const ready = findSent(ctx, agent, first)
  if (ready) return ready
  if (first.state !== 'failed') {
    prepareVideo(ctx, viewer, id)
    const waiting = new AbortController()
    const late = pause(patience, undefined, { signal: waiting.signal }).catch(() => undefined)
    await Promise.race([ctx.uploads.working.get(id)?.done, late])
    waiting.abort()
  }
  const row = await requireUpload(ctx, viewer, id)
  const blob = findSent(ctx, agent, row)
  if (blob) return blob
  if (row.state === 'failed') throw new AppError(422, row.problem ?? 'The video could not be sent.')
  throw new AppError(409, 'The video is still on its way. Everything is kept: post again when it is ready.')
}

type Note = (progress: number) => void

async function work(ctx: WebContext, viewer: Viewer, id: string, note: Note): Promise<void> {
  const change = (values: Parameters<typeof changeUpload>[3]) => changeUpload(ctx.main, viewer.userId, id, values)
  try {
    const row = await requireUpload(ctx, viewer, id)
    const agent = await openAgent(ctx, viewer)
    if (row.state === 'ready' && findSent(ctx, agent, row)) return
    const { videoService } = ctx.config
    if (videoService) await useService(ctx, viewer, agent, { row, note, videoService })
    else {
      const video = await toMp4(ctx, viewer, row)
      await change({ state: 'sending' })
      await sendFile(ctx, viewer, agent, video)
    }
    await change({ state: 'ready', progress: 100, problem: null })
  } catch (error) {
    if (!(error instanceof AppError)) ctx.log.error({ err: error }, 'a video could not be prepared')
    const problem = error instanceof AppError ? error.message : 'The video could not be prepared. Try again.'
    await change({ state: 'failed', problem, jobId: null })
  }
}

type Way = { row: UploadRow; note: Note; videoService: { url: string; did: string } }

async function useService(ctx: WebContext, viewer: Viewer, agent: Agent, { row, note, videoService }: Way) {
  const { id, mime, bytes } = row
  const service = { ...videoService, allowPrivateNetwork: ctx.config.allowPrivateNetwork }
  const change = (values: Parameters<typeof changeUpload>[3]) => changeUpload(ctx.main, viewer.userId, id, values)
  let { jobId } = row
  if (!jobId) {
    await change({ state: 'sending', progress: 0, problem: null })
    const video = { path: ctx.uploads.store.pathOf(viewer.userId, id), mime, bytes }
    jobId = (await sendToService(service, agent, video, note)).jobId
  }
  await change({ state: 'processing', jobId })
  for (const end = ctx.now() + longestJob; ctx.now() < end; await pause(askEvery)) {
    const job = await askForJob(service, jobId)
    note(job.progress)
    if (job.problem) throw new AppError(422, job.problem)
    if (job.blob) return noteSent(ctx, viewer, agent, id, job.blob)
  }
  throw new AppError(502, 'The video service takes too long. Try again later.')
}

/** The upload as an MP4, which is the only kind that a record takes (app.bsky.embed.video). */
async function toMp4(ctx: WebContext, viewer: Viewer, row: UploadRow): Promise<UploadRow> {
  if (row.mime === 'video/mp4') return row
  const { ffmpeg } = ctx.config
  if (!ffmpeg) throw new AppError(422, 'Only MP4 videos can be posted from this box. Save it as MP4 and add that.')
  const { store, takeTurn } = ctx.uploads
  await changeUpload(ctx.main, viewer.userId, row.id, { state: 'converting', problem: null })
  const target = await store.reserve()
  const isMade = await takeTurn(() => convertVideo(ffmpeg, store.pathOf(viewer.userId, row.id), target, row.mime))
  if (!isMade) throw new AppError(422, 'This could not be turned into an MP4. It may be damaged.')
  const values = { mime: 'video/mp4', ...(await readFacts(target)) }
  await store.keep(viewer.userId, row.id, target)
  await changeUpload(ctx.main, viewer.userId, row.id, values)
  return { ...row, ...values }
}

async function readFacts(path: string) {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    return { bytes: size, ...(await readMp4(file, size)) }
  } finally {
    await file.close()
  }
}
