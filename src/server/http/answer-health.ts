// /readyz and /metrics: for whoever watches over this box.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../app-error.ts'
import { isLoopback } from '../config-schema.ts'
import type { WebContext } from '../context.ts'
import { readMetrics } from '../metrics/read-metrics.ts'
import { checkReadiness } from '../readiness/check-readiness.ts'

/** Whether `pathname` is one of these. */
export function isHealthPath(pathname: string): boolean {
  return pathname === '/readyz' || pathname === '/metrics'
}

/** @throws AppError 405, and for /metrics 401 without the token, 403 for those who may not ask */
export async function answerHealth(
  ctx: WebContext,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError(405, 'This can only be read.')
  response.setHeader('cache-control', 'no-store')
  if (pathname === '/metrics') {
    refuseStranger(ctx, request)
    const body = await readMetrics(ctx)
    response.writeHead(200, { 'content-type': ctx.metrics.registry.contentType })
    return void response.end(request.method === 'HEAD' ? undefined : body)
  }
  const readiness = await checkReadiness(ctx)
  response.writeHead(readiness.ready ? 200 : 503, { 'content-type': 'application/json' })
  response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(readiness, null, 2)}\n`)
}

/** What a proxy adds. Not every one does: see below. */
const marks = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via', 'cf-ray']

/**
 * Who asks needs METRICS_TOKEN. Where there is none, only this very machine may ask, and only a box that has no public
 * address: behind a proxy on the same machine the whole world comes from loopback.
 */
function refuseStranger({ config }: Pick<WebContext, 'config'>, { headers, socket }: IncomingMessage): void {
  if (config.metricsToken !== undefined) {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (given !== undefined && isSame(given, config.metricsToken)) return
    throw new AppError(401, 'This needs the header `authorization: Bearer` with METRICS_TOKEN.')
  }
  if (!isLoopback(config.publicUrl.hostname)) {
    throw new AppError(403, 'Set METRICS_TOKEN to read this: a box with a public address tells nobody without it.')
  }
  const isNeighbour = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '')
  if (!isNeighbour || marks.some((name) => headers[name] !== undefined)) {
    throw new AppError(403, 'Only this machine may read this. Set METRICS_TOKEN to read it from elsewhere.')
  }
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
