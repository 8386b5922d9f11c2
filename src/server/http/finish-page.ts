// What every page says about keeping it: for whom, for how long, and what it was tagged with.
import { createHash } from 'node:crypto'
import type { Viewer } from '#types/viewer.ts'
import type { Reading } from '../reading.ts'
import { chooseCoding, codeForOne } from './code-body.ts'

/** Pages that are the same for everybody who is not signed in. */
const publicPages = /^\/($|profile\/|hashtag\/|search($|\/)|starter-pack\/|start\/)/
/** Pages that nobody keeps, not even the browser: what was written in them, and what belongs to signing in. */
const neverKept = /^\/(auth|sign-in|settings|compose|post)($|\/)/

/** For somebody signed out, in s: good for, and then good enough while it is asked for anew. */
const publicly = 'public, max-age=10, stale-while-revalidate=60'
const varies = 'Cookie, Accept'
/** Of less nothing is saved, in bytes. */
const fewest = 1024

/** Says that everybody without a cookie gets this page. */
export function sayPublic(headers: Headers): void {
  headers.set('cache-control', publicly)
  headers.append('vary', varies)
}

type Answered = { viewer: Viewer | undefined; reading: Reading | undefined }

/**
 * Gives an answer its Cache-Control, Vary and entity tag, and its body the best coding; or answers 304 where the tag is
 * known already (RFC 9110 §13.1.2, RFC 9111). What a page has said itself stands. Only GET and HEAD, and only what is 200.
 */
export async function finishPage(request: Request, response: Response, answered: Answered): Promise<Response> {
  const { pathname } = new URL(request.url)
  const { headers } = response
  const isPlain = (request.method === 'GET' || request.method === 'HEAD') && response.status === 200
  const isStale = answered.reading?.staleSince !== undefined
  if (isPlain && isStale) headers.set('cache-control', 'no-store')
  if (!isPlain || headers.has('cache-control') || neverKept.test(pathname)) return response
  const isPublic = answered.viewer === undefined && publicPages.test(pathname) && !headers.has('set-cookie')
  if (isPublic) sayPublic(headers)
  else {
    headers.set('cache-control', 'private, no-cache')
    headers.append('vary', varies)
  }
  const body = await response.bytes()
  const tag = tagOf(body)
  headers.set('etag', tag)
  const isKnown = knowsTag(request.headers.get('if-none-match'), tag)
  if (!isKnown) return new Response(code(request, body, headers), { status: response.status, headers })
  headers.delete('content-type')
  headers.delete('content-length')
  return new Response(null, { status: 304, headers })
}

type Bytes = Uint8Array<ArrayBuffer>

/** `body` as whoever asks likes it best: pages only, the rest is the business of those who stream. */
function code(request: Request, body: Bytes, headers: Headers): Bytes {
  const isPage = headers.get('content-type')?.startsWith('text/html') && body.length >= fewest
  const coding = isPage && request.method === 'GET' && chooseCoding(request.headers.get('accept-encoding'))
  if (!coding) return body
  const coded = codeForOne(body, coding)
  headers.set('content-encoding', coding)
  headers.set('content-length', String(coded.length))
  return coded
}

/** Weak: the same page is sent compressed in several ways. */
function tagOf(body: Bytes): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
}

function knowsTag(header: string | null, tag: string): boolean {
  const known = header?.split(',').map((entry) => entry.trim()) ?? []
  return known.some((entry) => entry === '*' || entry.replace(/^W\//, '') === tag.replace(/^W\//, ''))
}
