// Answers with a page that was found good a moment ago, before anything else is looked at: no session, no page, no query.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { WebContext } from '../context.ts'
import type { Snapshot } from '../snapshots/create-snapshots.ts'
import { shelfOf } from '../snapshots/snapshot-key.ts'
import { isKnown, snapshotHeaders } from '../snapshots/write-snapshot.ts'
import { type Coding, chooseCoding, codeForMany } from './code-body.ts'

/** @returns whether it was answered */
export async function answerSnapshot(
  ctx: Pick<WebContext, 'snapshots' | 'strangerPages'>,
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const { cookie, accept, 'accept-language': language } = request.headers
  const shelf = shelfOf(ctx, target, { cookie, accept, language })
  const snapshot = shelf?.pages.peek(shelf.key)
  if (!snapshot) return false
  for (const [name, value] of snapshotHeaders(snapshot, true)) response.setHeader(name, value)
  response.appendHeader('vary', 'Accept-Encoding')
  const { 'if-none-match': ifNoneMatch, 'if-modified-since': ifModifiedSince } = request.headers
  if (isKnown(snapshot, { ifNoneMatch, ifModifiedSince })) {
    response.removeHeader('content-type')
    response.writeHead(304).end()
    return true
  }
  const coding = chooseCoding(request.headers['accept-encoding'])
  if (coding) response.setHeader('content-encoding', coding)
  const body = coding ? await codedBody(snapshot, coding) : snapshot.body
  response.writeHead(200, { 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
  return true
}

function codedBody({ body, coded }: Snapshot, coding: Coding): Promise<Buffer> {
  const known = coded.get(coding)
  if (known) return known
  const work = codeForMany(body, coding)
  coded.set(coding, work)
  return work
}
