// Starter packs that the viewer made, as their own server has them.
import type { StarterPack } from '#types/network-list.ts'
import type { FeedChoice, PackFormValues, PackState } from '#types/pack-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readListItems } from '../atproto/list-items.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord, listOwnRecords, type OwnRecord } from '../atproto/own-records.ts'
import { isObject } from '../atproto/to-embed.ts'
import { toAll } from '../atproto/to-network-feed.ts'
import { toStarterPack } from '../atproto/to-starter-pack.ts'
import type { WebContext } from '../context.ts'
import { readFeedTitles } from './feed-titles.ts'
import { openLens } from './open-lens.ts'

export const packCollection = 'app.bsky.graph.starterpack'
const mostPacks = 500

/** What its form shows, and the list that its people are on. @throws AppError 404 when there is none of the viewer's */
export async function readPackEditor(ctx: WebContext, viewer: Viewer, rkey: string) {
  const record = /^[A-Za-z0-9._:~-]{1,512}$/.test(rkey)
    ? await findOwnRecord(await openAgent(ctx, viewer), packCollection, rkey)
    : undefined
  if (!record) throw new AppError(404, 'There is no such starter pack of yours.')
  const state = toPackState(record)
  const values: PackFormValues = { key: rkey, ...state, people: '', links: '' }
  const list = textOf(record.value.list)
  const isOwn = list.startsWith(`at://${viewer.did}/`)
  return {
    values,
    state,
    href: `/starter-pack/${viewer.handle}/${rkey}`,
    listKey: isOwn ? list.split('/').at(-1) : undefined,
  }
}

/** What the form of a pack changes, as its record has it. */
export function toPackState(record: OwnRecord): PackState {
  const { name, description } = record.value
  return { name: textOf(name), description: textOf(description), feeds: feedsOf(record) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The feeds that the viewer keeps, and `others`, with their names as far as they can be had. */
export async function readFeedChoices(ctx: WebContext, viewer: Viewer, others: string[]): Promise<FeedChoice[]> {
  const { lens } = await openLens(ctx, viewer)
  const kept = lens.savedFeeds.flatMap(({ type, value }) => (type === 'feed' ? [value] : []))
  const uris = [...new Set([...others, ...kept])].slice(0, 50)
  const saved = uris.map((value) => ({ id: value, type: 'feed', value, isPinned: false }))
  const titles = await readFeedTitles(ctx, viewer, saved)
  return uris.flatMap((uri) =>
    titles.has(uri) || others.includes(uri) ? [{ uri, title: titles.get(uri) ?? uri }] : [],
  )
}

/** All of them, the newest first. @throws AppError as the viewer's server answers */
export async function readOwnPacks(ctx: WebContext, viewer: Viewer): Promise<StarterPack[]> {
  const { agent, lens } = await openLens(ctx, viewer)
  const [records, items] = await Promise.all([
    listOwnRecords(agent, packCollection, { most: mostPacks }),
    readListItems(ctx, viewer),
  ])
  const counts = Map.groupBy(items, ({ list }) => list)
  return toAll(records, (given) => {
    const record = given as OwnRecord
    const count = new Set(counts.get(String(record.value.list))?.map(({ subject }) => subject)).size
    return toStarterPack(toView(viewer, record, { count }), lens)
  })
}

/** app.bsky.graph.defs#starterPackView put right by the record; undefined when the viewer has no such pack. */
export async function readOwnPackView(ctx: WebContext, viewer: Viewer, rkey: string, view: unknown) {
  const { agent } = await openLens(ctx, viewer)
  const record = await findOwnRecord(agent, packCollection, rkey)
  if (!record) return undefined
  const uris = feedsOf(record)
  const [items, feeds] = await Promise.all([
    readListItems(ctx, viewer),
    uris.length === 0
      ? []
      : askUpstream(agent.app.bsky.feed.getFeedGenerators({ feeds: uris })).then(
          ({ data }) => data.feeds,
          () => [],
        ),
  ])
  const on = items.flatMap(({ list, subject }) => (list === record.value.list ? [subject] : []))
  return toView(viewer, record, { view, feeds, count: new Set(on).size })
}

type More = { view?: unknown; feeds?: unknown[]; count: number }

function toView(viewer: Viewer, { uri, cid, value }: OwnRecord, { view, feeds = [], count }: More) {
  const known = isObject(view) ? view : { creator: { did: viewer.did, handle: viewer.handle } }
  const list = { ...(isObject(known.list) ? known.list : {}), uri: value.list, listItemCount: count }
  return { ...known, uri, cid, record: value, feeds, list } as unknown as Parameters<typeof toStarterPack>[0]
}

function feedsOf({ value }: OwnRecord): string[] {
  const feeds = Array.isArray(value.feeds) ? value.feeds : []
  return feeds.flatMap((feed) => (isObject(feed) && typeof feed.uri === 'string' ? [feed.uri] : [])).slice(0, 10)
}
