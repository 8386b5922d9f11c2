// Makes a starter pack with the list behind it, changes it, deletes both.
import type { PackFormValues, PackState } from '#types/pack-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { buildDescription } from '../atproto/build-description.ts'
import { createTid, deriveTid } from '../atproto/create-tid.ts'
import { forgetListItems } from '../atproto/list-items.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord, type OwnRecord } from '../atproto/own-records.ts'
import type { WebContext } from '../context.ts'
import { listCollection } from '../reads/own-list.ts'
import { packCollection, toPackState } from '../reads/own-pack.ts'
import { storeTurn } from './list-store.ts'
import { mergeOrRefuse, type Was } from './merge-form.ts'
import { mostPackFeeds, shortenName } from './pack-draft.ts'
import { deleteWithItems } from './save-list.ts'

type Pack = { values: PackFormValues; dids: string[]; feeds: string[] }
const create = 'com.atproto.repo.applyWrites#create' as const
const update = 'com.atproto.repo.applyWrites#update' as const

/**
 * The pack, its list and everybody on it in one go: all of it is written or nothing. Its key comes from the form and
 * what it says: sent twice, it is one pack; gone back to, changed and sent again, another one.
 * @returns where it can be read
 * @throws AppError as the person's server answers
 */
export async function createPack(ctx: WebContext, viewer: Viewer, { values, dids, feeds }: Pack) {
  const { name, description } = values
  const key = deriveTid(values.key, JSON.stringify([name, description, dids.toSorted(), feeds]))
  const repo = viewer.did
  const href = `/starter-pack/${viewer.handle}/${key}`
  const agent = await openAgent(ctx, viewer)
  await ctx.acts.inTurn(storeTurn(viewer), async () => {
    if (await findOwnRecord(agent, packCollection, key)) return
    const createdAt = new Date(ctx.now()).toISOString()
    const text = await buildDescription(agent, description)
    const list = `at://${repo}/${listCollection}/${key}`
    const purpose = 'app.bsky.graph.defs#referencelist'
    const records = [
      { collection: listCollection, rkey: key, value: { purpose, name: shortenName(name), createdAt } },
      { collection: packCollection, rkey: key, value: { name, ...text, list, feeds: feeds.map(toItem), createdAt } },
      ...dids.map((subject) => ({
        collection: 'app.bsky.graph.listitem',
        rkey: createTid(ctx.now()),
        value: { list, subject, createdAt },
      })),
    ]
    const writes = records.map(({ collection, rkey, value }) => ({
      $type: create,
      collection,
      rkey,
      value: { $type: collection, ...value },
    }))
    await askUpstream(agent.com.atproto.repo.applyWrites({ repo, writes })).finally(() => forgetListItems(ctx, viewer))
  })
  return { key, href }
}

/** Feeds are shown in the order they are kept, which nobody chooses. */
export const packMerging = {
  sets: ['feeds'],
  words: { name: 'The name', description: 'The description' },
} as const

/**
 * Name, description and feeds, as far as the form changed them; whatever else the record says stays.
 * @throws AppError 404 when it is gone, 409 when the same was changed in another window meanwhile, 422 when two windows
 * have chosen too many feeds
 */
export async function updatePack(
  ctx: WebContext,
  viewer: Viewer,
  key: string,
  { typed, was }: { typed: PackState; was: Was<PackState> },
): Promise<{ href: string }> {
  const repo = viewer.did
  const agent = await openAgent(ctx, viewer)
  await ctx.acts.inTurn(storeTurn(viewer), async () => {
    const known = await findOwnRecord(agent, packCollection, key)
    if (!known) throw new AppError(404, 'This starter pack is gone. You may have deleted it in another window.')
    const now = toPackState(known)
    const wanted = mergeOrRefuse({ was, typed, now }, packMerging)
    const { name } = wanted
    const isFull = wanted.feeds.length > Math.max(mostPackFeeds, now.feeds.length)
    if (isFull)
      throw new AppError(422, `A starter pack has room for ${mostPackFeeds} feeds, with those of another window.`)
    const text = wanted.description === now.description ? undefined : await buildDescription(agent, wanted.description)
    const list = await findList(ctx, viewer, known)
    const writes = [
      { $type: update, collection: packCollection, rkey: key, value: changePack(known, wanted, text) },
      ...(list && list.value.name !== shortenName(name)
        ? [
            {
              $type: update,
              collection: listCollection,
              rkey: list.rkey,
              value: { ...list.value, name: shortenName(name) },
            },
          ]
        : []),
    ]
    await askUpstream(agent.com.atproto.repo.applyWrites({ repo, writes }))
  })
  return { href: `/starter-pack/${viewer.handle}/${key}` }
}

/**
 * The entries of the list behind it, the list and the pack. Sent again, it goes on from where it ended.
 * @returns how many entries went; 0 for a pack that is gone already
 */
export async function deletePack(ctx: WebContext, viewer: Viewer, key: string): Promise<{ removed: number }> {
  const agent = await openAgent(ctx, viewer)
  const removed = await ctx.acts.inTurn(storeTurn(viewer), async () => {
    const known = await findOwnRecord(agent, packCollection, key)
    if (!known) return 0
    const list = await findList(ctx, viewer, known)
    const type = 'com.atproto.repo.applyWrites#delete' as const
    const itself = { $type: type, collection: packCollection, rkey: key }
    if (list) return deleteWithItems(ctx, viewer, list.uri, [itself])
    await askUpstream(agent.com.atproto.repo.applyWrites({ repo: viewer.did, writes: [itself] }))
    return 0
  })
  return { removed }
}

/** The record with what is otherwise in `wanted`; `text` is its description, if that is new. */
function changePack(known: OwnRecord, wanted: PackState, text: object | undefined): Record<string, unknown> {
  const now = toPackState(known)
  const { description: _, descriptionFacets: __, ...rest } = known.value
  return {
    ...(text ? { ...rest, ...text } : known.value),
    ...(wanted.name === now.name ? {} : { name: wanted.name }),
    ...(wanted.feeds.join() === now.feeds.join() ? {} : { feeds: wanted.feeds.map(toItem) }),
  }
}

/** The list behind a pack, where it is the viewer's own and there. */
async function findList(ctx: WebContext, viewer: Viewer, { value }: OwnRecord): Promise<OwnRecord | undefined> {
  const [, , repo, collection, rkey] = typeof value.list === 'string' ? value.list.split('/') : []
  if (repo !== viewer.did || collection !== listCollection || !rkey) return undefined
  return findOwnRecord(await openAgent(ctx, viewer), listCollection, rkey)
}

function toItem(uri: string) {
  return { uri }
}
