// Whether what a feed names is its owner's to use: private lists, other feeds and pictures.
import { findFeedByRecord } from '#db/queries/feeds.ts'
import { listPrivateLists } from '#db/queries/private-lists.ts'
import type { Definition, Filter, Mistake } from '#feeds/definition.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'
import { isUnanswered } from '../reads/recall-kept.ts'
import { requireUpload } from '../reads/uploads.ts'
import type { FeedOptions } from './feed-options.ts'

/** @throws AppError 422 with the path to each private list that is not the viewer's and each feed that is not there; 404 for a picture that is not */
export async function checkFeed(
  ctx: WebContext,
  viewer: Viewer,
  { definition, options }: { definition?: Definition | undefined; options: FeedOptions },
): Promise<void> {
  if (options.avatar) await requireUpload(ctx, viewer, options.avatar)
  if (definition === undefined) return
  await refuseStrangeFeeds(ctx, viewer, definition)
  const named = findPrivateLists(definition)
  if (named.length === 0) return
  const own = new Set((await listPrivateLists(ctx.main, viewer.userId)).map(({ key }) => key))
  const mistakes = named
    .filter(({ key }) => !own.has(key))
    .map(({ path }): Mistake => ({ path, message: 'There is no such private list of yours.' }))
  if (mistakes.length > 0)
    throw new AppError(422, 'This feed takes from a private list that is not there.', { mistakes })
}

/** Feeds of this box are there or not; of others the AppView is asked, and believed when it does not answer. */
async function refuseStrangeFeeds(ctx: WebContext, viewer: Viewer, { sources }: Definition): Promise<void> {
  const strange: { path: string; uri: string }[] = []
  const mistakes: Mistake[] = []
  for (const [at, source] of sources.entries()) {
    if (source.type !== 'feed') continue
    const [, , did = '', , slug = ''] = source.uri.split('/')
    const path = `definition.sources.${at}.uri`
    const row = await findFeedByRecord(ctx.main, did, slug)
    if (!row) strange.push({ path, uri: source.uri })
    else if ((await ctx.readerRules(row)).isPersonal)
      mistakes.push({ path, message: 'This feed is different for everybody: no other feed can take from it.' })
  }
  const isAsked = ctx.config.feedPolling > 0
  const uris = strange.map(({ uri }) => uri)
  const known = isAsked && uris.length > 0 ? await findGenerators(ctx, viewer, uris) : new Set<string>()
  const message = isAsked ? 'There is no such feed.' : 'This SkyPanel does not ask feeds of elsewhere.'
  mistakes.push(...strange.filter(({ uri }) => !known.has(uri)).map(({ path }) => ({ path, message })))
  if (mistakes.length > 0)
    throw new AppError(422, 'This feed takes from a feed that cannot be taken from.', { mistakes })
}

/** Those of `uris` that are feeds (app.bsky.feed.getFeedGenerators). */
async function findGenerators(ctx: WebContext, viewer: Viewer, uris: string[]): Promise<Set<string>> {
  const { agent } = await openLens(ctx, viewer)
  try {
    const { data } = await askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds: uris }))
    return new Set(data.feeds.map(({ uri }) => uri))
  } catch (error) {
    if (isUnanswered(error)) return new Set(uris)
    throw error
  }
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
