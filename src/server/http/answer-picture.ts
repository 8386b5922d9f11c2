// Answers with a picture of the proxy, straight from its file.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

/** Whether `pathname` is one of a picture, which needs no session and no page. */
export function isPicturePath(pathname: string): boolean {
  return pathname.startsWith('/img/')
}

/**
 * The bytes never change under an address: caches may keep them for ever (RFC 8246).
 * @throws AppError as `ctx.pictures.open` does; 405 for other methods
 */
export async function answerPicture(
  ctx: Pick<WebContext, 'pictures'>,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError(405, 'Pictures can only be looked at.')
  response.setHeader('cache-control', 'no-store')
  const { file, format, name } = await ctx.pictures.open(pathname, request.headers.accept)
  try {
    const { size } = await file.stat()
    const etag = `"${name}"`
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    response.setHeader('content-security-policy', "default-src 'none'; sandbox")
    response.setHeader('vary', 'Accept')
    response.setHeader('etag', etag)
    if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return void response.writeHead(304).end()
    response.writeHead(200, { 'content-type': `image/${format}`, 'content-length': size })
    if (request.method === 'HEAD') return void response.end()
    await pipeline(file.createReadStream({ autoClose: false }), response)
  } catch (error) {
    // Somebody who left the page is no failure.
    if (!response.destroyed) throw error
  } finally {
    await file.close()
  }
}
