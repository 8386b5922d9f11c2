// Whether what a feed names is its owner's to use: private lists, other feeds and pictures.
import { findFeedByRecord } from '#db/queries/feeds.ts'
import { listPrivateLists } from '#db/queries/private-lists.ts'
import type { Definition, Filter, Mistake } from '#feeds/definition.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { requireUpload } from '../reads/uploads.ts'
import type { FeedOptions } from './feed-options.ts'

/** @throws AppError 422 with the path to each private list that is not the viewer's and each feed that is not of this box; 404 for a picture that is not */
export async function checkFeed(
  ctx: WebContext,
  viewer: Viewer,
  { definition, options }: { definition?: Definition | undefined; options: FeedOptions },
): Promise<void> {
  if (options.avatar) await requireUpload(ctx, viewer, options.avatar)
  if (definition === undefined) return
  await refuseStrangeFeeds(ctx, definition)
  const named = findPrivateLists(definition)
  if (named.length === 0) return
  const own = new Set((await listPrivateLists(ctx.main, viewer.userId)).map(({ key }) => key))
  const mistakes = named
    .filter(({ key }) => !own.has(key))
    .map(({ path }): Mistake => ({ path, message: 'There is no such private list of yours.' }))
  if (mistakes.length > 0)
    throw new AppError(422, 'This feed takes from a private list that is not there.', { mistakes })
}

/** Another feed is a source where this box fills it: what other generators answer is nobody's to keep. */
async function refuseStrangeFeeds({ main }: WebContext, { sources }: Definition): Promise<void> {
  const mistakes: Mistake[] = []
  for (const [at, source] of sources.entries()) {
    if (source.type !== 'feed') continue
    const [, , did = '', , slug = ''] = source.uri.split('/')
    if (await findFeedByRecord(main, did, slug)) continue
    mistakes.push({ path: `definition.sources.${at}.uri`, message: 'There is no such feed on this SkyPanel.' })
  }
  if (mistakes.length > 0)
    throw new AppError(422, 'This feed takes from a feed that is not of this SkyPanel.', { mistakes })
}

function findPrivateLists({ sources, filters }: Definition): { path: string; key: string }[] {
  const found = sources.flatMap((source, at) =>
    source.type === 'privateList' ? [{ path: `definition.sources.${at}.list`, key: source.list }] : [],
  )
  return [...found, ...findInFilters(filters, 'definition.filters')]
}

function findInFilters(filters: Filter[], path: string): { path: string; key: string }[] {
  return filters.flatMap((filter, at) => {
    if (filter.type === 'privateList') return [{ path: `${path}.${at}.list`, key: filter.list }]
    const isGroup = filter.type === 'all' || filter.type === 'any' || filter.type === 'none'
    return isGroup ? findInFilters(filter.of, `${path}.${at}.of`) : []
  })
}
