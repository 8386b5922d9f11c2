// Stands for the service that prepares videos: app.bsky.video.{getUploadLimits,uploadVideo,getJobStatus} as their
// lexicons and the official client have them. It puts the video onto the person's server with the token it was given.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clip } from './media-files.ts'

type Told = { canUpload?: boolean; message?: string; fails?: string }

export type VideoService = Awaited<ReturnType<typeof startVideoService>>

/** Listens on a free port of 127.0.0.1 for people whose server is at `pdsUrl`. */
export async function startVideoService(pdsUrl: string) {
  const told: Told = {}
  const asked: { path: string; token: Record<string, unknown> | undefined; query: string; type: string | undefined }[] =
    []
  const jobs = new Map<string, { polls: number; blob: unknown; did: string }>()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const bearer = request.headers.authorization?.replace('Bearer ', '')
    const token = bearer && JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString())
    asked.push({
      path: url.pathname.split('/').at(-1) ?? '',
      token,
      query: url.search,
      type: request.headers['content-type'],
    })
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname.endsWith('.getUploadLimits')) {
      return void say(200, { canUpload: told.canUpload ?? true, ...(told.message ? { message: told.message } : {}) })
    }
    if (url.pathname.endsWith('.uploadVideo')) {
      for await (const _ of request);
      const kept = await fetch(`${pdsUrl}/xrpc/com.atproto.repo.uploadBlob`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'video/mp4' },
        // Whatever it was sent, what it makes is an MP4.
        body: new Uint8Array(clip()),
      })
      const answer = (await kept.json()) as { blob?: unknown; message?: string }
      if (!answer.blob) return void say(500, { error: 'PdsUpload', message: answer.message })
      const jobId = `job-${jobs.size + 1}`
      jobs.set(jobId, { polls: 0, blob: answer.blob, did: url.searchParams.get('did') ?? '' })
      return void say(200, { jobId, did: url.searchParams.get('did'), state: 'JOB_STATE_CREATED' })
    }
    const jobId = url.searchParams.get('jobId') ?? ''
    const job = jobs.get(jobId)
    if (!job) return void say(400, { error: 'NotFound', message: 'no such job' })
    job.polls += 1
    const base = { jobId, did: job.did }
    if (told.fails) return void say(200, { jobStatus: { ...base, state: 'JOB_STATE_FAILED', failureCode: told.fails } })
    const done = job.polls > 1
    const status = done
      ? { state: 'JOB_STATE_COMPLETED', blob: job.blob }
      : { state: 'JOB_STATE_ENCODING', progress: 40 }
    say(200, { jobStatus: { ...base, ...status } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    asked,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
