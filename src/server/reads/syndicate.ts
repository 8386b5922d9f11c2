// A channel as the document somebody's feed reader asks for.
import type { SyndicationFile } from '#types/channel.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { writeChannel } from '../syndication/write-channel.ts'
import type { ChannelReader } from './channels.ts'
import { openSite } from './open-site.ts'

/** @throws AppError 404 for a file nobody makes */
function requireFile(file: string | undefined): SyndicationFile {
  if (file === 'rss.xml' || file === 'atom.xml' || file === 'feed.json') return file
  throw new AppError(404, 'There is nothing at this address.')
}

/**
 * Answers with the channel as `file`, the last part of the address: RSS, Atom or JSON Feed. Who asks has it already or
 * not: that is looked at where documents are kept (server/snapshots).
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
  const { body, mediaType } = writeChannel(await read(ctx), file, self, openSite(ctx))
  return new Response(body, { headers: { 'content-type': mediaType, 'access-control-allow-origin': '*' } })
}
