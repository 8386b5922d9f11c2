// Makes a list, changes it, deletes it: a record in the viewer's repository, or rows on this box.
import { deletePrivateList, insertPrivateList, updatePrivateList } from '#db/queries/private-lists.ts'
import type { ListFormValues, OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { blobCid } from '../atproto/blob-cid.ts'
import { buildDescription } from '../atproto/build-description.ts'
import { deriveTid } from '../atproto/create-tid.ts'
import { readListItems, type Write, writeListItems, writesAtOnce } from '../atproto/list-items.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord } from '../atproto/own-records.ts'
import { actorHref } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'
import { openLens } from '../reads/open-lens.ts'
import { findOwnList, listCollection, privateKey } from '../reads/own-list.ts'
import { storeTurn } from './list-store.ts'
import { mergeOrRefuse, type Was } from './merge-form.ts'
import { saveFeed } from './save-feed.ts'

const mostPrivateLists = 100
const purposes = { curate: 'curatelist', moderation: 'modlist', reference: 'referencelist' }

/** A picture that was sent already: the blob of a record; `null` takes the one that is there away. */
export type PictureChange = object | null | undefined

/**
 * Makes the list of a form. Its key comes from the form and what it says: sent twice, it is one list; gone back to,
 * changed and sent again, another one.
 * @returns where it can be read
 * @throws AppError 409 when there are too many private ones, others as the person's server answers
 */
export async function createList(ctx: WebContext, viewer: Viewer, values: ListFormValues, picture?: PictureChange) {
  const { name, description, purpose } = values
  const key = deriveTid(values.key, JSON.stringify([name, description, purpose, picture]))
  if (purpose === 'private') {
    const row = { userId: viewer.userId, key, name, description, createdAt: ctx.now() }
    const isMade = await insertPrivateList(ctx.main, row, mostPrivateLists)
    if (!isMade) throw new AppError(409, `You have ${mostPrivateLists} private lists. Delete one to make another.`)
    return { key: `p-${key}`, href: `/lists/p-${key}` }
  }
  const repo = viewer.did
  const agent = await openAgent(ctx, viewer)
  await ctx.acts.inTurn(`${repo} list ${key}`, async () => {
    if (await findOwnRecord(agent, listCollection, key)) return
    const record = {
      $type: listCollection,
      purpose: `app.bsky.graph.defs#${purposes[purpose]}`,
      name,
      ...(await buildDescription(agent, description)),
      ...(picture ? { avatar: picture } : {}),
      createdAt: new Date(ctx.now()).toISOString(),
    }
    const request = { repo, collection: listCollection, rkey: key, record }
    await askUpstream(agent.com.atproto.repo.createRecord(request))
  })
  return { key, href: `${actorHref(viewer.did, viewer.handle)}/lists/${key}` }
}

/** What the form of a list changes, as it was typed and as the form was made with it; `picture` is the CID of the blob. */
export type ListState = Pick<ListFormValues, 'name' | 'description'> & { picture: string }
type ListChange = { typed: Pick<ListState, 'name' | 'description'>; was: Was<ListState>; picture: PictureChange }

export function toListState({ title, description, picture }: OwnList): ListState {
  return { name: title, description, picture }
}

/**
 * Gives a list another name, description and picture, as far as the form changed them; what else its record says stays.
 * @throws AppError 404 when it is gone, 409 when the same was changed in another window meanwhile, others as the
 * person's server answers
 */
export async function updateList(
  ctx: WebContext,
  viewer: Viewer,
  list: OwnList,
  { typed, was, picture }: ListChange,
): Promise<{ href: string }> {
  await ctx.acts.inTurn(`${viewer.did} list ${list.key}`, async () => {
    const now = toListState(await findOwnList(ctx, viewer, list.key))
    const chosen = picture === undefined ? now.picture : blobCid(picture)
    const wanted = mergeOrRefuse<ListState>({ was, typed: { ...typed, picture: chosen }, now })
    const changed = (Object.keys(now) as (keyof ListState)[]).filter((name) => wanted[name] !== now[name])
    if (changed.length === 0) return
    const own = privateKey(list.key)
    if (own === undefined) await putList(ctx, viewer, list.key, { wanted, changed, picture })
    else {
      const { name, description } = wanted
      await updatePrivateList(ctx.main, viewer.userId, own, { name, description })
    }
  })
  ctx.memory.forget(`title ${viewer.did} ${list.uri}`)
  return { href: list.href }
}

type Wanted = { wanted: ListState; changed: (keyof ListState)[]; picture: PictureChange }

async function putList(ctx: WebContext, viewer: Viewer, rkey: string, { wanted, changed, picture }: Wanted) {
  const agent = await openAgent(ctx, viewer)
  const known = await findOwnRecord(agent, listCollection, rkey)
  if (!known) throw new AppError(404, 'This list is gone. You may have deleted it in another window.')
  const record: Record<string, unknown> = { ...known.value }
  if (changed.includes('name')) record.name = wanted.name
  if (changed.includes('description')) {
    for (const name of ['description', 'descriptionFacets']) delete record[name]
    Object.assign(record, await buildDescription(agent, wanted.description))
  }
  if (changed.includes('picture')) {
    if (wanted.picture === '') delete record.avatar
    else record.avatar = picture
  }
  const request = { repo: viewer.did, collection: listCollection, rkey, record, swapRecord: known.cid }
  await askUpstream(agent.com.atproto.repo.putRecord(request))
}

/**
 * Deletes a list with all its entries: the entries first, the list with the last of them. When it ends early, doing it
 * again goes on from there.
 * @returns how many entries went
 * @throws AppError as the person's server answers
 */
export async function deleteList(ctx: WebContext, viewer: Viewer, list: OwnList): Promise<{ removed: number }> {
  const own = privateKey(list.key)
  if (own !== undefined) {
    await deletePrivateList(ctx.main, viewer.userId, own)
    return { removed: list.count }
  }
  const uri = list.uri ?? ''
  const removed = await ctx.acts.inTurn(storeTurn(viewer), () => deleteWithItems(ctx, viewer, uri))
  await letGo(ctx, viewer, uri)
  return { removed }
}

/** The entries of the list `uri`, then the list itself and whatever `others` name. @returns how many entries */
export async function deleteWithItems(
  ctx: WebContext,
  viewer: Viewer,
  uri: string,
  others: Write[] = [],
): Promise<number> {
  const items = (await readListItems(ctx, viewer)).filter(({ list }) => list === uri)
  const rkeys = items.map(({ rkey }) => rkey)
  const rkey = uri.split('/').at(-1) ?? ''
  const itself: Write = { $type: 'com.atproto.repo.applyWrites#delete', collection: listCollection, rkey }
  const last = [itself, ...others]
  const atOnce = writesAtOnce - last.length
  for (let at = 0; at === 0 || at < rkeys.length; at += atOnce) {
    const isLast = at + atOnce >= rkeys.length
    await writeListItems(ctx, viewer, {
      list: uri,
      remove: rkeys.slice(at, at + atOnce),
      last: isLast ? last : [],
    })
  }
  return rkeys.length
}

/** A list that is gone is no tab of the home page. Should that not work, the tab says that it is gone. */
async function letGo(ctx: WebContext, viewer: Viewer, uri: string): Promise<void> {
  try {
    const { lens } = await openLens(ctx, viewer)
    if (lens.savedFeeds.some(({ value }) => value === uri)) await saveFeed(ctx, viewer, uri, 'none')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
