// A channel as the document somebody's feed reader asks for.
import { createHash } from 'node:crypto'
import type { SyndicationFile } from '#types/channel.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { writeChannel } from '../syndication/write-channel.ts'
import type { ChannelReader } from './channels.ts'
import { openSite } from './open-site.ts'

/** How long a document is good (ms): readers ask often, and most find nothing new. */
const documentTtl = 60_000

/** @throws AppError 404 for a file nobody makes */
function requireFile(file: string | undefined): SyndicationFile {
  if (file === 'rss.xml' || file === 'atom.xml' || file === 'feed.json') return file
  throw new AppError(404, 'There is nothing at this address.')
}

/**
 * Answers with the channel as `file`, the last part of the address: RSS, Atom or JSON Feed, or 304 (RFC 9110 §13.1.2)
 * when the reader has it.
 * @param query what of the address's query the document depends on
 * @throws AppError 404 for another file, others as `read` does
 */
export async function syndicate(
  ctx: WebContext,
  request: Request,
  name: string | undefined,
  read: ChannelReader,
  query = '',
): Promise<Response> {
  const file = requireFile(name)
  const self = new URL(new URL(request.url).pathname + query, ctx.config.publicUrl).href
  const { body, mediaType, tag } = await ctx.memory.recall(`document ${self}`, documentTtl, async () => {
    const document = writeChannel(await read(ctx), file, self, openSite(ctx))
    const hash = createHash('sha256').update(document.body).digest('base64url').slice(0, 22)
    return { ...document, tag: `W/"${hash}"` }
  })
  const headers = {
    'content-type': mediaType,
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    etag: tag,
  }
  const known = request.headers.get('if-none-match')?.split(/,\s*/) ?? []
  if (known.includes(tag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers })
}
