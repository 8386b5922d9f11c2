// Who is on the viewer's lists: the records app.bsky.graph.listitem of their own server, and batches that change them.
import type { Agent } from '@atproto/api'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { askUpstream } from './ask-upstream.ts'
import { createTid } from './create-tid.ts'
import { openAgent } from './open-agent.ts'
import { listOwnRecords, type OwnRecord } from './own-records.ts'

/** `list` is an at-uri, `subject` a DID. */
export type ListItem = { rkey: string; list: string; subject: string }

const collection = 'app.bsky.graph.listitem'
/** Entries of all of somebody's lists; with more the box would read for minutes. */
const mostItems = 30_000
/** How long they are remembered (ms). What came since is asked for each time, what another client took away is not. */
const wholeFor = 5 * 60_000
/** com.atproto.repo.applyWrites takes this many. */
export const writesAtOnce = 200

type Items = Map<string, ListItem>
type Entry = { items: Items; isNew: boolean }

/**
 * Every entry of every list of the viewer's, the newest first.
 * @throws AppError 422 when there are too many, others as the person's server answers
 */
export async function readListItems(ctx: WebContext, viewer: Viewer): Promise<ListItem[]> {
  const { items } = await openItems(ctx, viewer)
  return [...items.values()].sort((a, b) => (a.rkey < b.rkey ? 1 : -1))
}

/** Makes sure that the next look at the entries is at all of them: before many are changed. */
export function forgetListItems(ctx: WebContext, { did }: Viewer): void {
  ctx.memory.forget(nameOf(did))
}

/**
 * Puts `add` (DIDs) on the list and takes the entries `remove` (record keys) away, at most 200 in all, in one go:
 * all of it is written or nothing. `last` is written with it: the end of the list itself.
 * @throws AppError as the person's server answers; what became of it is not known then, and is looked up anew
 */
export async function writeListItems(
  ctx: WebContext,
  viewer: Viewer,
  { list, add = [], remove = [], last = [] }: { list: string; add?: string[]; remove?: string[]; last?: Write[] },
): Promise<void> {
  const agent = await openAgent(ctx, viewer)
  const createdAt = new Date(ctx.now()).toISOString()
  const added = add.map((subject) => ({ rkey: createTid(ctx.now()), list, subject }))
  const writes = [
    ...added.map(({ rkey, subject }) => ({
      $type: 'com.atproto.repo.applyWrites#create' as const,
      collection,
      rkey,
      value: { $type: collection, list, subject, createdAt },
    })),
    ...remove.map((rkey) => ({ $type: 'com.atproto.repo.applyWrites#delete' as const, collection, rkey })),
    ...last,
  ]
  try {
    await askUpstream(agent.com.atproto.repo.applyWrites({ repo: viewer.did, writes }))
  } catch (error) {
    forgetListItems(ctx, viewer)
    throw error
  }
  // It is written, whether or not it can be read again now.
  const entry = await openItems(ctx, viewer, false).catch(() => undefined)
  for (const item of added) entry?.items.set(item.rkey, item)
  for (const rkey of remove) entry?.items.delete(rkey)
}

/** A write of com.atproto.repo.applyWrites. */
export type Write = { $type: 'com.atproto.repo.applyWrites#delete'; collection: string; rkey: string }

async function openItems(ctx: WebContext, viewer: Viewer, looksForNew = true): Promise<Entry> {
  const agent = await openAgent(ctx, viewer)
  const entry = await ctx.memory.recall(nameOf(viewer.did), wholeFor, async (): Promise<Entry> => {
    const records = await listOwnRecords(agent, collection, { most: mostItems })
    return { items: new Map(records.flatMap(toEntries)), isNew: true }
  })
  if (looksForNew && !entry.isNew) await addNew(agent, entry.items)
  entry.isNew = false
  return entry
}

/** Record keys are times: what is new stands before what is known. */
async function addNew(agent: Agent, items: Items): Promise<void> {
  const isEnough = (page: OwnRecord[]) => page.some(({ rkey }) => items.has(rkey))
  const records = await listOwnRecords(agent, collection, { most: mostItems, isEnough })
  for (const [rkey, item] of records.flatMap(toEntries)) items.set(rkey, item)
}

function toEntries({ rkey, value }: OwnRecord): [string, ListItem][] {
  const { list, subject } = value
  return typeof list === 'string' && typeof subject === 'string' ? [[rkey, { rkey, list, subject }]] : []
}

function nameOf(did: string): string {
  return `list items ${did}`
}
