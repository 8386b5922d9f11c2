// Answers with everything somebody has, as it comes, however fast they take it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../app-error.ts'
import { openExport } from '../atproto/open-export.ts'
import { findViewer } from '../auth/find-viewer.ts'
import type { WebContext } from '../context.ts'

/** Whether `pathname` is one of a file that somebody takes with them. */
export function isExportPath(pathname: string): boolean {
  return pathname.startsWith('/settings/export/')
}

/** @throws AppError as `openExport` does; 405 for other methods */
export async function answerExport(
  ctx: WebContext,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET') throw new AppError(405, 'A file can only be fetched.')
  response.setHeader('cache-control', 'private, no-store')
  const viewer = await findViewer(ctx, request.headers.cookie)
  if (!viewer) return void response.writeHead(303, { location: '/sign-in?next=%2Fsettings%2Faccount' }).end()
  const leaving = new AbortController()
  response.once('close', () => leaving.abort())
  const file = await openExport(ctx, viewer, pathname.split('/').at(-1) ?? '', leaving.signal)
  response.setHeader('content-type', file.type)
  response.setHeader('content-disposition', `attachment; filename="${file.name}"`)
  response.setHeader('content-security-policy', "default-src 'none'; sandbox")
  response.writeHead(200)
  try {
    await pipeline(Readable.from(file.chunks, { objectMode: false }), response)
  } catch (error) {
    // Half a file must not look like a whole one. Who left is nobody to tell.
    if (!leaving.signal.aborted) ctx.log.warn({ err: error, did: viewer.did }, 'export broken off')
    response.destroy()
  }
}
