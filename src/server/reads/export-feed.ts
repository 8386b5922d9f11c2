// One of the viewer's feeds as a file to take along.
import { writeFeedFile } from '#feeds/feed-document.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readOwnFeed } from './own-feed.ts'

/** @throws AppError 404 when there is no such feed of the viewer's, 422 when it cannot be read */
export async function exportFeed(ctx: WebContext, viewer: Viewer, id: number): Promise<Response> {
  const { row, draft } = await readOwnFeed(ctx, viewer, id)
  if (!draft) throw new AppError(422, 'What this feed takes cannot be read by this SkyPanel, so it cannot be exported.')
  const file = writeFeedFile({ ...row, ...draft })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${row.slug}.json"`,
    'cache-control': 'private, no-store',
  }
  return new Response(`${JSON.stringify(file, null, 2)}\n`, { headers })
}
