// Answers with a video, its captions, or a part of its stream, passed on as it comes.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

/** Whether `pathname` is one of a video, which needs no session and no page. */
export function isVideoPath(pathname: string): boolean {
  return /^\/(video|captions|hls)\//.test(pathname)
}

/** @throws AppError as `ctx.videos.open` does; 405 for other methods, 503 when too many are being sent */
export async function answerVideo(
  { videos }: Pick<WebContext, 'videos'>,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError(405, 'Videos can only be watched.')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-security-policy', "default-src 'none'; sandbox")
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const { range } = request.headers
  await videos.takeTurn(async () => {
    const media = await videos.open({ pathname, range, signal: leaving.signal })
    response.setHeader('content-type', media.type)
    response.setHeader('cache-control', `public, max-age=${media.maxAge}`)
    if ('text' in media) return void response.end(request.method === 'HEAD' ? undefined : media.text)
    await passOn(media.upstream, request, response)
  })
}

async function passOn(upstream: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const name of ['content-length', 'content-range', 'accept-ranges']) {
    const value = upstream.headers.get(name)
    if (value) response.setHeader(name, value)
  }
  response.writeHead(upstream.status)
  if (request.method === 'HEAD' || !upstream.body) {
    await upstream.body?.cancel()
    return void response.end()
  }
  try {
    await pipeline(Readable.fromWeb(upstream.body as ReadableStream), response)
  } catch {
    // The reader left, or the server stopped: either way there is nobody to tell.
    response.destroy()
  }
}
