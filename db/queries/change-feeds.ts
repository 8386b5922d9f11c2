// Writes of feeds. The owner's id is part of every look-up, and the change counter part of every batch.
import { and, eq, lte, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { MainDatabase } from '../client.ts'
import { feedFilters, feedMetadata, feedSources, feeds, feedVersions } from '../schema/main-feeds.ts'
import { countChange, type FeedParts, type FeedRow, findOwnFeed } from './feeds.ts'

export type FeedText = { title: string; description: string }
export type FeedChoices = Pick<FeedRow, 'visibility' | 'secretKey' | 'contentMode' | 'avatar' | 'acceptsInteractions'>
/** What a feed was before a change: `definition` is the whole document. */
export type PastFeed = FeedText & { version: number; definition: unknown }
export type FeedChange = Partial<FeedText & FeedChoices> & {
  parts?: FeedParts | undefined
  past?: PastFeed | undefined
}

const mostVersions = 50

function insertParts(db: MainDatabase, slug: string, { sources, filters }: FeedParts): BatchItem<'sqlite'>[] {
  const feedId = sql<number>`(SELECT ${feeds.id} FROM ${feeds} WHERE ${feeds.slug} = ${slug})`
  return [
    ...sources.map(({ sourceType, sourceConfig }) =>
      db.insert(feedSources).values({ feedId, sourceType, sourceConfig }),
    ),
    ...filters.map(({ filterType, filterConfig, priority }) =>
      db.insert(feedFilters).values({ feedId, filterType, filterConfig, priority }),
    ),
  ]
}

/**
 * Makes a feed, not published.
 * @param now ms
 * @returns its id, or undefined when the slug is taken
 */
export async function createFeed(
  db: MainDatabase,
  ownerId: number,
  feed: FeedText & { slug: string } & Partial<FeedChoices>,
  parts: FeedParts,
  now: number,
): Promise<number | undefined> {
  const { slug } = feed
  const taken = await db.select({ id: feeds.id }).from(feeds).where(eq(feeds.slug, slug)).get()
  if (taken !== undefined) return undefined
  await db.batch([
    db.insert(feeds).values({
      ...{ ...feed, ownerId, isPublished: false, createdAt: now, updatedAt: now },
      ordering: parts.ordering ?? {},
    }),
    ...insertParts(db, slug, parts),
    countChange(db),
  ])
  const row = await db.select({ id: feeds.id }).from(feeds).where(eq(feeds.slug, slug)).get()
  return row?.id
}

/**
 * Changes an own feed that is as it was at `updatedAt` (ms): what is given, all at once or nothing.
 * @param change with `past`, that is kept as a version; the newest 50 stay
 * @returns whether there was one; `stale` when it has been changed since
 */
export async function updateFeed(
  db: MainDatabase,
  ownerId: number,
  id: number,
  { parts, past, ...columns }: FeedChange,
  { updatedAt, now }: { updatedAt: number; now: number },
): Promise<'changed' | 'gone' | 'stale'> {
  const feed = await findOwnFeed(db, ownerId, id)
  if (feed === undefined) return 'gone'
  // NULL, which the column refuses, takes the whole batch back. It moves on even within one millisecond.
  const moved = sql<number>`CASE WHEN ${feeds.updatedAt} = ${updatedAt} THEN ${Math.max(now, updatedAt + 1)} END`
  const replaced = [
    db.delete(feedSources).where(eq(feedSources.feedId, id)),
    db.delete(feedFilters).where(eq(feedFilters.feedId, id)),
  ]
  try {
    await db.batch([
      db
        .update(feeds)
        .set({ ...columns, ...(parts ? { ordering: parts.ordering ?? {} } : {}), updatedAt: moved })
        .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))),
      ...(parts ? [...replaced, ...insertParts(db, feed.slug, parts)] : []),
      ...(past ? keepVersion(db, id, past, now) : []),
      countChange(db),
    ])
  } catch (error) {
    if (isRefusedNull(error, 'feeds.updated_at')) return 'stale'
    throw error
  }
  return 'changed'
}

function keepVersion(db: MainDatabase, feedId: number, past: PastFeed, now: number): BatchItem<'sqlite'>[] {
  const old = and(eq(feedVersions.feedId, feedId), lte(feedVersions.version, past.version - mostVersions))
  return [db.insert(feedVersions).values({ ...past, feedId, createdAt: now }), db.delete(feedVersions).where(old)]
}

/** The driver's error may be the cause of another one. */
function isRefusedNull(error: unknown, column: string): boolean {
  if (!(error instanceof Error)) return false
  return error.message.includes(`NOT NULL constraint failed: ${column}`) || isRefusedNull(error.cause, column)
}

/** Removes an own feed with everything that belongs to it in main.db. @returns whether there was one */
export async function deleteFeed(db: MainDatabase, ownerId: number, id: number): Promise<boolean> {
  if ((await findOwnFeed(db, ownerId, id)) === undefined) return false
  await db.batch([db.delete(feeds).where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))), countChange(db)])
  return true
}

/** Notes the record of an own feed that is now on the network. @returns whether there was such a feed */
export async function notePublished(
  db: MainDatabase,
  ownerId: number,
  id: number,
  record: { atUri: string; cid: string },
  now: number,
): Promise<boolean> {
  const feed = await findOwnFeed(db, ownerId, id)
  if (feed === undefined) return false
  await db.batch([
    db
      .insert(feedMetadata)
      .values({ feedId: id, ...record, publishedAt: now })
      .onConflictDoUpdate({ target: feedMetadata.feedId, set: record }),
    db
      .update(feeds)
      .set({ isPublished: true })
      .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))),
    countChange(db),
  ])
  return true
}

/** Notes that an own feed's record is gone. @returns whether there was such a feed */
export async function noteUnpublished(db: MainDatabase, ownerId: number, id: number): Promise<boolean> {
  const feed = await findOwnFeed(db, ownerId, id)
  if (feed === undefined) return false
  await db.batch([
    db.delete(feedMetadata).where(eq(feedMetadata.feedId, id)),
    db
      .update(feeds)
      .set({ isPublished: false })
      .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))),
    countChange(db),
  ])
  return true
}
