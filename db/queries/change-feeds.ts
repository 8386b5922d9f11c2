// Writes of feeds. The owner's id is part of every look-up, and the change counter part of every batch.
import { and, eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { MainDatabase } from '../client.ts'
import { feedFilters, feedMetadata, feedSources, feeds } from '../schema/main-feeds.ts'
import { countChange, type FeedParts, findOwnFeed } from './feeds.ts'

export type FeedText = { title: string; description: string }

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
  feed: FeedText & { slug: string },
  parts: FeedParts,
  now: number,
): Promise<number | undefined> {
  const { slug, title, description } = feed
  const taken = await db.select({ id: feeds.id }).from(feeds).where(eq(feeds.slug, slug)).get()
  if (taken !== undefined) return undefined
  await db.batch([
    db.insert(feeds).values({
      ...{ ownerId, slug, title, description, isPublished: false, createdAt: now, updatedAt: now },
      ordering: parts.ordering ?? {},
    }),
    ...insertParts(db, slug, parts),
    countChange(db),
  ])
  const row = await db.select({ id: feeds.id }).from(feeds).where(eq(feeds.slug, slug)).get()
  return row?.id
}

/** Replaces texts and definition of an own feed. @returns whether there was one */
export async function updateFeed(
  db: MainDatabase,
  ownerId: number,
  id: number,
  { title, description }: FeedText,
  parts: FeedParts,
  now: number,
): Promise<boolean> {
  const feed = await findOwnFeed(db, ownerId, id)
  if (feed === undefined) return false
  await db.batch([
    db
      .update(feeds)
      .set({ title, description, ordering: parts.ordering ?? {}, updatedAt: now })
      .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))),
    db.delete(feedSources).where(eq(feedSources.feedId, id)),
    db.delete(feedFilters).where(eq(feedFilters.feedId, id)),
    ...insertParts(db, feed.slug, parts),
    countChange(db),
  ])
  return true
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
