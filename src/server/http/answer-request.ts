// The way of a request through `web`: checks, files, then the pages.
import type { IncomingMessage, ServerResponse } from 'node:http'
import compression from 'compression'
import sirv from 'sirv'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { clientAddress } from '../auth/client-address.ts'
import { findViewer } from '../auth/find-viewer.ts'
import type { WebContext } from '../context.ts'
import { refusalOf } from '../integrity/tell-trouble.ts'
import { type Reading, startReading } from '../reading.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'
import { answerExport, isExportPath } from './answer-export.ts'
import { answerHealth, isHealthPath } from './answer-health.ts'
import { answerPicture, isPicturePath } from './answer-picture.ts'
import { answerSnapshot } from './answer-snapshot.ts'
import { answerVideo, isVideoPath } from './answer-video.ts'
import { believeProxy } from './believe-proxy.ts'
import { catchUp } from './catch-up.ts'
import { checkOrigin, checkProgram } from './check-origin.ts'
import { createRateLimit } from './rate-limit.ts'
import { readTarget } from './read-target.ts'
import { type RequestNote, startNote } from './request-note.ts'
import { isPreview, securityHeaders } from './security-headers.ts'

/** What the build of the pages exports (@astrojs/node, middleware mode). */
export type PageHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: { ctx: WebContext; viewer: Viewer | undefined; reading: Reading; refusal?: AppError | undefined },
) => Promise<void>

/** Makes the request listener of `web`. Errors are answered once, here. */
export function createListener(ctx: WebContext, handlePage: PageHandler) {
  const files = sirv(ctx.config.paths.client, {
    etag: true,
    setHeaders: (response, pathname) => {
      const immutable = pathname.startsWith('/_astro/')
      // A sandboxed frame has no origin, and asks for our scripts as a stranger.
      if (immutable) response.setHeader('access-control-allow-origin', '*')
      // Documents name the stylesheet of their build.
      const usual = pathname.startsWith('/docs') ? 'no-cache' : 'public, max-age=3600'
      response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : usual)
    },
  })

  const compress = compression({ threshold: 1024 })
  const rateLimit = createRateLimit({ ...ctx.config.rateLimits, now: ctx.now })

  return (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    believeProxy(ctx.config, request)
    const note = startNote(ctx.config, request)
    const since = performance.now()
    response.setHeader('x-request-id', note.id)
    response.once('close', () => {
      const time = performance.now() - since
      const method = request.method ?? 'GET'
      ctx.metrics.noteRequest(method, note.route, response.statusCode, time)
      const level = response.statusCode >= 500 ? 'warn' : 'debug'
      const facts = { method, route: note.route, status: response.statusCode, ms: Math.round(time) }
      ctx.log[level]({ requestId: note.id, ...facts }, 'answered')
    })
    return ctx.requests.run(note, () => answerRequest(request, response, note))
  }

  async function answerRequest(request: IncomingMessage, response: ServerResponse, note: RequestNote): Promise<void> {
    try {
      const target = readTarget(request.url, ctx.config.publicUrl)
      if (!target) throw new AppError(400, 'This is no address of ours.')
      const { pathname } = target
      for (const [name, value] of Object.entries(securityHeaders(ctx.config, pathname))) response.setHeader(name, value)
      note.route = kindOf(pathname)
      if (pathname === '/healthz') return answerText(response, 200, 'ok')
      if (isHealthPath(pathname)) return await answerHealth(ctx, request, response, pathname)
      const address = canonicalAddress(request, target)
      if (address) return void response.writeHead(308, { location: address }).end()
      if (isExportPath(pathname)) return await answerExport(ctx, request, response, pathname)
      if (isVideoPath(pathname)) return await answerVideo(ctx, request, response, pathname)
      if (isPicturePath(pathname)) return await answerPicture(ctx, request, response, pathname)
      note.route = 'snapshot'
      if (await answerSnapshot(ctx, request, response, target)) return
      note.route = 'file'
      const asked = { method: request.method ?? 'GET', headers: request.headers }
      const refusal = isFromProgram(asked, pathname)
        ? checkProgram(asked)
        : checkOrigin(
            asked,
            { publicUrl: ownOrigin(asked, pathname) ?? ctx.config.publicUrl },
            longestForm(asked, pathname),
          )
      if (refusal) throw refusal
      await new Promise<void>((resolve, reject) => {
        response.once('close', resolve)
        compress(request, response, () => {
          files(request, response, () => void answerPage(request, response, pathname).then(resolve, reject))
        })
      })
    } catch (error) {
      answerError(ctx, request, response, error)
    }
  }

  async function answerPage(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    const note = ctx.requests.getStore()
    // The middleware puts the pattern here.
    if (note) note.route = 'page'
    await catchUp(ctx, request.headers.cookie)
    const viewer =
      isPreview(pathname) || pathname.startsWith('/api/') ? undefined : await findViewer(ctx, request.headers.cookie)
    response.setHeader('cache-control', 'private, no-store')
    const reading = startReading(request.method, ctx.now(), ctx.config.upstreamPatience)
    const refusal = isForServers(pathname)
      ? undefined
      : rateLimit.take({ did: viewer?.did, address: addressOf(request) })
    const notFound = () => answerText(response, 404, 'Not found')
    await ctx.readings.run(reading, () =>
      handlePage(request, response, notFound, { ctx, viewer, reading, ...(refusal ? { refusal } : {}) }),
    )
  }
}

/** What answers where no page does. */
function kindOf(pathname: string): string {
  if (pathname === '/healthz' || isHealthPath(pathname)) return pathname
  if (isExportPath(pathname)) return 'export'
  if (isVideoPath(pathname)) return 'video'
  return isPicturePath(pathname) ? 'picture' : 'other'
}

/** Without what follows the `?`, where codes and links stand that open something. */
function pathOf(url: string | undefined): string | undefined {
  return url?.split('?')[0]
}

/** How long a form with files may be, whose reader holds each part of it to bounds of its own; undefined for others. */
function longestForm({ headers }: Pick<IncomingMessage, 'headers'>, pathname: string): number | undefined {
  if (!/^multipart\/form-data\b/i.test(headers['content-type'] ?? '')) return undefined
  if (pathname === '/post') return uploadLimits.formBytes
  const hasPicture = /^\/(settings\/profile|lists\/new|lists\/[^/]+\/edit|feeds\/\d+\/record)$/.test(pathname)
  return hasPicture ? uploadLimits.pictureForm.formBytes : undefined
}

/** What names its sender in `Authorization`, or has nobody's cookie: no page can make a browser send that for somebody. */
function isFromProgram({ headers }: Pick<IncomingMessage, 'headers'>, pathname: string): boolean {
  const hasNobodysRights = headers.authorization !== undefined || headers.cookie === undefined
  return /^\/(api|xrpc)\//.test(pathname) && hasNobodysRights && headers.upgrade === undefined
}

/** The first run asks for the address, so its form may come from another one: a browser says that it is its own page's. */
function ownOrigin({ headers }: Pick<IncomingMessage, 'headers'>, pathname: string): URL | undefined {
  const { origin, 'sec-fetch-site': site } = headers
  const isOwn = pathname === '/setup' && site === 'same-origin' && origin !== undefined && URL.canParse(origin)
  return isOwn ? new URL(origin) : undefined
}

/** What other servers ask for, many people's questions from one address. */
function isForServers(pathname: string): boolean {
  return /^\/(xrpc|\.well-known)\//.test(pathname) || pathname === '/client-metadata.json' || pathname === '/jwks.json'
}

function addressOf({ socket, headers }: IncomingMessage): string {
  return clientAddress(socket.remoteAddress ?? '', headers['x-forwarded-for']?.toString() ?? null)
}

/** OAuth's loopback client lives on 127.0.0.1, so a page asked for by another loopback name moves there. */
function canonicalAddress(request: IncomingMessage, target: URL): string | undefined {
  const isPage = request.method === 'GET' && !/^\/(api|xrpc|\.well-known)\//.test(target.pathname)
  const isOther = target.hostname === '127.0.0.1' && request.headers.host === `localhost:${target.port}`
  return isPage && isOther ? target.href : undefined
}

function answerError(ctx: WebContext, request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
  const error = refusalOf(thrown) ?? thrown
  const status = error instanceof AppError ? error.status : 500
  if (!(thrown instanceof AppError))
    ctx.log.error({ err: thrown, method: request.method, path: pathOf(request.url) }, 'request failed')
  if (response.headersSent) return void response.destroy()
  const sentence = error instanceof AppError ? error.message : 'Something went wrong here.'
  if (request.url?.startsWith('/api/')) answerJson(response, status, { error: sentence })
  else answerText(response, status, sentence)
  request.resume()
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
