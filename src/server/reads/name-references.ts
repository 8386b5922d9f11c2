// DIDs and at-uris of a definition → what the builder shows in their place: handles, and links that can be opened.

import { listOwnFeeds } from '#db/queries/feeds.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { listOwnRecords } from '../atproto/own-records.ts'
import type { WebContext } from '../context.ts'
import { readFeedTitles } from './feed-titles.ts'
import { accountsAtOnce } from './find-accounts.ts'
import { openLens } from './open-lens.ts'
import { listCollection, readListChoices, toOwnList } from './own-list.ts'
import { packCollection } from './own-pack.ts'

/** People that are shown by handle: a longer list is shown as DIDs, which say the same. */
const mostHandles = 100
const handlesTtl = 5 * 60_000
const choicesTtl = 60_000
const mostOwn = 500

const segments: Record<string, string> = {
  'app.bsky.feed.generator': 'feed',
  'app.bsky.graph.list': 'lists',
  'app.bsky.feed.post': 'post',
}

/** The address here of a record; the at-uri itself where there is none. */
export function linkTo(ctx: WebContext, uri: string): string {
  const [, did = '', collection = '', rkey = ''] = /^at:\/\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(uri) ?? []
  if (collection === packCollection) return new URL(`/starter-pack/${did}/${rkey}`, ctx.config.publicUrl).href
  const segment = segments[collection]
  return segment ? new URL(`/profile/${did}/${segment}/${rkey}`, ctx.config.publicUrl).href : uri
}

/** A function that names each of `values`; where nobody answers, it shows them as they are. */
export async function nameReferences(ctx: WebContext, viewer: Viewer, values: string[]) {
  const dids = values.filter((value) => value.startsWith('did:'))
  const handles = dids.length > mostHandles ? new Map<string, string>() : await findHandles(ctx, viewer, dids)
  return (value: string) => handles.get(value) ?? (value.startsWith('at://') ? linkTo(ctx, value) : value)
}

async function findHandles(ctx: WebContext, viewer: Viewer, dids: string[]): Promise<Map<string, string>> {
  const handles = new Map<string, string>()
  const { agent } = await openLens(ctx, viewer)
  for (let at = 0; at < dids.length; at += accountsAtOnce) {
    const actors = dids.slice(at, at + accountsAtOnce)
    const profiles = await ctx.memory
      .recall(`handles ${actors.join(' ')}`, handlesTtl, async () => {
        return (await askUpstream(agent.app.bsky.actor.getProfiles({ actors }))).data.profiles
      })
      .catch(orNothing)
    for (const { did, handle } of profiles) if (handle !== 'handle.invalid') handles.set(did, handle)
  }
  return handles
}

/** What the viewer made, to choose from, by collection; `privateList` by key. What cannot be read is not offered. */
export async function readBuilderChoices(ctx: WebContext, viewer: Viewer) {
  const [lists, records, feeds] = await Promise.all([
    readListChoices(ctx, viewer),
    ctx.memory.recall(`builder choices ${viewer.did}`, choicesTtl, () => readOwn(ctx, viewer)).catch(orNothing),
    listOwnFeeds(ctx.main, viewer.userId),
  ])
  const of = (collection: string) =>
    records.flatMap(({ uri, title }) =>
      uri.split('/')[3] === collection ? [{ value: linkTo(ctx, uri), label: title }] : [],
    )
  return {
    privateList: lists.map(({ key, title }) => ({ value: key, label: title })),
    [listCollection]: of(listCollection),
    [packCollection]: of(packCollection),
    'app.bsky.feed.generator': feeds.flatMap(({ atUri, title }) =>
      atUri ? [{ value: linkTo(ctx, atUri), label: title }] : [],
    ),
  }
}

async function readOwn(ctx: WebContext, viewer: Viewer): Promise<{ uri: string; title: string }[]> {
  const agent = await openAgent(ctx, viewer)
  const [lists, packs] = await Promise.all([
    listOwnRecords(agent, listCollection, { most: mostOwn }),
    listOwnRecords(agent, packCollection, { most: mostOwn }),
  ])
  // Lists behind starter packs have no name that anybody knows.
  const named = lists.map((record) => toOwnList(viewer, record, 0)).filter(({ purpose }) => purpose !== 'reference')
  return [
    ...named.map(({ uri = '', title }) => ({ uri, title })),
    ...packs.map(({ uri, value }) => ({
      uri,
      title: String(value.name ?? '').slice(0, 100) || 'A starter pack of yours',
    })),
  ]
}

/** What links to lists and feeds lead to, by link. */
export async function readLinkNotes(ctx: WebContext, viewer: Viewer, uris: string[]): Promise<Map<string, string>> {
  const saved = uris.slice(0, 20).flatMap((value) => {
    const type = { 'app.bsky.graph.list': 'list', 'app.bsky.feed.generator': 'feed' }[value.split('/')[3] ?? '']
    return type ? [{ id: value, type, value, isPinned: false }] : []
  })
  if (saved.length === 0) return new Map()
  const titles = await readFeedTitles(ctx, viewer, saved).catch(() => new Map<string, string>())
  return titles
}

function orNothing(error: unknown): never[] {
  if (error instanceof AppError && error.status !== 401) return []
  throw error
}
