// /readyz and /metrics: for whoever watches over this box.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readMetrics } from '../metrics/read-metrics.ts'
import { checkReadiness } from '../readiness/check-readiness.ts'
import { refuseStranger } from './refuse-stranger.ts'

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
    const refusal = refuseStranger(ctx.config, request.headers, request.socket.remoteAddress)
    if (refusal) throw refusal
    const body = await readMetrics(ctx)
    response.writeHead(200, { 'content-type': ctx.metrics.registry.contentType })
    return void response.end(request.method === 'HEAD' ? undefined : body)
  }
  const readiness = await checkReadiness(ctx)
  response.writeHead(readiness.ready ? 200 : 503, { 'content-type': 'application/json' })
  response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(readiness, null, 2)}\n`)
}
