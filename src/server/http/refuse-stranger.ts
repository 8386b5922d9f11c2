// Who may read /metrics: it says more about a box than the world should know.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../app-error.ts'
import type { Config } from '../config.ts'
import { isLoopback } from '../config-schema.ts'

/** What a proxy adds. Not every one does: see below. */
const marks = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via', 'cf-ray']

/**
 * Who asks needs METRICS_TOKEN. Where there is none, only this very machine may ask, and only a box that has no public
 * address: behind a proxy on the same machine the whole world comes from loopback.
 * @returns what to answer instead: AppError 401 without the token, 403 where there is none
 */
export function refuseStranger(
  { metricsToken, publicUrl }: Pick<Config, 'metricsToken' | 'publicUrl'>,
  headers: IncomingHttpHeaders,
  socketAddress: string | undefined,
): AppError | undefined {
  if (metricsToken !== undefined) {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (given !== undefined && isSame(given, metricsToken)) return undefined
    return new AppError(401, 'This needs the header `authorization: Bearer` with METRICS_TOKEN.')
  }
  if (!isLoopback(publicUrl.hostname)) {
    return new AppError(403, 'Set METRICS_TOKEN to read this: a box with a public address tells nobody without it.')
  }
  const isNeighbour = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socketAddress ?? '')
  if (isNeighbour && marks.every((name) => headers[name] === undefined)) return undefined
  return new AppError(403, 'Only this machine may read this. Set METRICS_TOKEN to read it from elsewhere.')
}

function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
