// Whether a request that changes something, or opens a socket, comes from a page of ours.
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../app-error.ts'
import type { Config } from '../config.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** What our forms and islands send. text/plain is left out: a foreign form can send it and make it look like JSON. */
const bodyTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'application/json'])
/** The longest body, in bytes. */
const longestBody = 1024 * 1024

/**
 * Looks at what browsers say about where a request comes from (Fetch Standard, "Origin header"; Fetch Metadata), for
 * every method that is not safe (RFC 9110 §9.2.1) and for the WebSocket handshake, which no browser limits to one
 * origin (RFC 6455 §10.2).
 *
 * @param longest how many bytes a body may have
 * @returns undefined when the request may go on; otherwise AppError 403 for another or no origin and for bodies that
 * no form of ours sends, 411 for a body of unknown length, 413 for one that is too long
 */
export function checkOrigin(
  { method, headers }: { method: string; headers: IncomingHttpHeaders },
  config: Pick<Config, 'publicUrl'>,
  longest = longestBody,
): AppError | undefined {
  const isSafe = safeMethods.has(method)
  // Only GET opens a socket (RFC 6455 §4.1): `Upgrade` on a form must not spare it the checks below.
  const opensSocket = isSafe && headers.upgrade !== undefined
  if (isSafe && !opensSocket) return undefined
  if (isForeign(headers, opensSocket) || headers.origin !== config.publicUrl.origin) {
    return new AppError(403, 'This was sent from another site. Go back, reload the page and try again.')
  }
  return opensSocket ? undefined : checkBody(headers, longest)
}

/**
 * What programs and other servers send to /api and /xrpc: no browser, and nobody's cookie, which is not looked at there.
 * @returns undefined when the request may go on; otherwise AppError 403, 411 or 413 for its body
 */
export function checkProgram(
  { method, headers }: { method: string; headers: IncomingHttpHeaders },
  longest = longestBody,
): AppError | undefined {
  return safeMethods.has(method) ? undefined : checkBody(headers, longest)
}

/** `none` is the person themselves, who reloads a form. Browsers disagree about sockets, whose scheme is another one. */
function isForeign({ 'sec-fetch-site': site }: IncomingHttpHeaders, opensSocket: boolean): boolean {
  return !opensSocket && site !== undefined && site !== 'same-origin' && site !== 'none'
}

function checkBody(headers: IncomingHttpHeaders, longest: number): AppError | undefined {
  if (headers['transfer-encoding'] !== undefined) return new AppError(411, 'The length of a form must be known.')
  const length = Number(headers['content-length'] ?? 0)
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type === undefined && length === 0) return undefined
  if (type === undefined || !bodyTypes.has(type)) return new AppError(403, 'This kind of body is not taken here.')
  if (length <= longest) return undefined
  return new AppError(413, `That is too much at once: ${Math.floor(longest / 1_000_000)} MB is the most.`)
}
