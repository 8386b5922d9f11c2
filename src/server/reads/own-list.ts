// Lists that the viewer made, as their own server and this box have them: what was just done is there at once.
import { findPrivateList, listPrivateLists, type PrivateListRow } from '#db/queries/private-lists.ts'
import type { ListPurpose } from '#types/network-list.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { blobCid } from '../atproto/blob-cid.ts'
import { isTid } from '../atproto/create-tid.ts'
import { readListItems } from '../atproto/list-items.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord, listOwnRecords, type OwnRecord } from '../atproto/own-records.ts'
import { tameName, tameText } from '../atproto/tame-text.ts'
import { actorHref } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'

export const listCollection = 'app.bsky.graph.list'
/** Lists of one person that are looked at. */
const mostLists = 500
const gone = 'There is no such list of yours.'

const purposes: Record<string, ListPurpose> = {
  'app.bsky.graph.defs#curatelist': 'curate',
  'app.bsky.graph.defs#modlist': 'moderation',
}

/** The key of a private list in addresses → its key in the table; undefined for what is none. */
export function privateKey(key: string): string | undefined {
  const rest = key.startsWith('p-') ? key.slice(2) : ''
  return isTid(rest) ? rest : undefined
}

/** @throws AppError 404 when the viewer has no such list, others as their server answers */
export async function findOwnList(ctx: WebContext, viewer: Viewer, key: string): Promise<OwnList> {
  const own = privateKey(key)
  if (own !== undefined) {
    const row = await findPrivateList(ctx.main, viewer.userId, own)
    if (!row) throw new AppError(404, gone)
    return toPrivateList(row)
  }
  if (!/^[A-Za-z0-9._:~-]{1,512}$/.test(key)) throw new AppError(404, gone)
  const record = await findOwnRecord(await openAgent(ctx, viewer), listCollection, key)
  if (!record) throw new AppError(404, gone)
  const items = await readListItems(ctx, viewer)
  return toOwnList(viewer, record, items.filter(({ list }) => list === record.uri).length)
}

/** The viewer's private lists, in the order they were made. */
export async function readPrivateLists(ctx: WebContext, viewer: Viewer): Promise<OwnList[]> {
  return (await listPrivateLists(ctx.main, viewer.userId)).map(toPrivateList)
}

/** Private lists as a form offers them, by their keys in the table. */
export async function readListChoices(ctx: WebContext, viewer: Viewer): Promise<{ key: string; title: string }[]> {
  return (await listPrivateLists(ctx.main, viewer.userId)).map(({ key, name }) => ({ key, title: name }))
}

/** All of them, private ones first; with how many are on each. @throws AppError as the viewer's server answers */
export async function readAllOwnLists(ctx: WebContext, viewer: Viewer): Promise<OwnList[]> {
  const agent = await openAgent(ctx, viewer)
  const [mine, records, items] = await Promise.all([
    readPrivateLists(ctx, viewer),
    listOwnRecords(agent, listCollection, { most: mostLists }),
    readListItems(ctx, viewer),
  ])
  const counts = Map.groupBy(items, ({ list }) => list)
  return [...mine, ...records.map((record) => toOwnList(viewer, record, counts.get(record.uri)?.length ?? 0))]
}

/** A record of a list may say anything. */
export function toOwnList(viewer: Viewer, { uri, rkey, value }: OwnRecord, count: number): OwnList {
  const { name, description, purpose } = value
  return {
    key: rkey,
    uri,
    href: `${actorHref(viewer.did, viewer.handle)}/lists/${encodeURIComponent(rkey)}`,
    title: tameName(typeof name === 'string' ? name : '') || 'A list of yours',
    description: typeof description === 'string' ? tameText(description.slice(0, 3000)) : '',
    purpose: purposes[String(purpose)] ?? 'reference',
    count,
    picture: blobCid(value.avatar),
    isPinned: false,
  }
}

function toPrivateList({ key, name, description, isPinned, count }: PrivateListRow): OwnList {
  const full = `p-${key}`
  return {
    key: full,
    href: `/lists/${full}`,
    title: name,
    description,
    purpose: 'private',
    count,
    picture: '',
    isPinned,
  }
}
