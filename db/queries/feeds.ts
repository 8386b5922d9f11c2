// Feeds of main.db with their sources and filters. Every change takes the owner and moves the counter `feeds` on.
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { MainDatabase } from '../client.ts'
import { changeCounters, users } from '../schema/main.ts'
import { feedFilters, feedMetadata, feedSources, feeds } from '../schema/main-feeds.ts'

/** A definition as rows: see src/feeds/definition-rows.ts. */
export type FeedParts = {
  sources: { sourceType: string; sourceConfig: Record<string, unknown> }[]
  filters: { filterType: string; filterConfig: Record<string, unknown>; priority: number }[]
  /** Everything else of a definition: order, perAuthor, gapMinutes, pinned, unique. Nothing when absent. */
  ordering?: Record<string, unknown>
}

/** A feed's row with its owner and its record on the network, if it has one. Times in ms. */
export type FeedRow = {
  id: number
  ownerId: number
  ownerDid: string
  ownerHandle: string
  slug: string
  title: string
  description: string
  isPublished: boolean
  visibility: 'private' | 'secret' | 'public'
  secretKey: string | null
  contentMode: string | null
  avatar: string | null
  acceptsInteractions: boolean
  createdAt: number
  updatedAt: number
  atUri: string | null
  publishedAt: number | null
}

const feedColumns = {
  id: feeds.id,
  ownerId: feeds.ownerId,
  ownerDid: users.did,
  ownerHandle: users.handle,
  slug: feeds.slug,
  title: feeds.title,
  description: feeds.description,
  isPublished: feeds.isPublished,
  visibility: feeds.visibility,
  secretKey: feeds.secretKey,
  contentMode: feeds.contentMode,
  avatar: feeds.avatar,
  acceptsInteractions: feeds.acceptsInteractions,
  createdAt: feeds.createdAt,
  updatedAt: feeds.updatedAt,
  atUri: feedMetadata.atUri,
  publishedAt: feedMetadata.publishedAt,
}

function selectFeeds(db: MainDatabase) {
  return db
    .select(feedColumns)
    .from(feeds)
    .innerJoin(users, eq(users.id, feeds.ownerId))
    .leftJoin(feedMetadata, eq(feedMetadata.feedId, feeds.id))
}

/** Nobody but administrators hears of feeds of somebody who is suspended: they are as if they were not there. */
const isHere = isNull(users.suspendedAt)

/** A person's own feeds, the newest first. */
export async function listOwnFeeds(db: MainDatabase, ownerId: number): Promise<FeedRow[]> {
  return selectFeeds(db).where(eq(feeds.ownerId, ownerId)).orderBy(desc(feeds.createdAt), desc(feeds.id))
}

/** A person's own feed; undefined when there is none or it is somebody else's. */
export async function findOwnFeed(db: MainDatabase, ownerId: number, id: number): Promise<FeedRow | undefined> {
  return selectFeeds(db)
    .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId)))
    .get()
}

/** The feed behind /f/<slug>, for anybody who has the link. */
export async function findFeedBySlug(db: MainDatabase, slug: string): Promise<FeedRow | undefined> {
  return selectFeeds(db)
    .where(and(eq(feeds.slug, slug), isHere))
    .get()
}

/** The feed that `at://<did>/app.bsky.feed.generator/<slug>` names, published or not. */
export async function findFeedByRecord(db: MainDatabase, did: string, slug: string): Promise<FeedRow | undefined> {
  return selectFeeds(db)
    .where(and(eq(feeds.slug, slug), eq(users.did, did), isHere))
    .get()
}

/**
 * Published feeds of everybody here whose pages anybody may see, the newest first.
 * @param before the id of the last feed of the page before
 */
export async function listPublishedFeeds(db: MainDatabase, limit: number, before?: number): Promise<FeedRow[]> {
  const older = before === undefined ? undefined : lt(feeds.id, before)
  return selectFeeds(db)
    .where(and(eq(feeds.isPublished, true), eq(feeds.visibility, 'public'), isHere, older))
    .orderBy(desc(feeds.id))
    .limit(limit)
}

/** URIs of the records of published feeds, for describeFeedGenerator. */
export async function listPublishedUris(db: MainDatabase): Promise<string[]> {
  const rows = await db
    .select({ uri: feedMetadata.atUri })
    .from(feedMetadata)
    .innerJoin(feeds, eq(feeds.id, feedMetadata.feedId))
    .innerJoin(users, eq(users.id, feeds.ownerId))
    .where(and(eq(feeds.isPublished, true), isHere))
    .orderBy(feedMetadata.publishedAt)
  return rows.map(({ uri }) => uri)
}

/** Sources, filters and ordering of one feed. */
export async function readFeedParts(db: MainDatabase, id: number): Promise<FeedParts> {
  const [feed, sources, filters] = await Promise.all([
    db.select({ ordering: feeds.ordering }).from(feeds).where(eq(feeds.id, id)).get(),
    db.select().from(feedSources).where(eq(feedSources.feedId, id)).orderBy(feedSources.id),
    db.select().from(feedFilters).where(eq(feedFilters.feedId, id)).orderBy(feedFilters.priority, feedFilters.id),
  ])
  return { sources, filters, ordering: feed?.ordering ?? {} }
}

/** Sources, filters and ordering of some feeds, for the matcher: read with `readDefinitions`. */
export async function listFeedParts(db: MainDatabase, feedIds: number[]): Promise<({ feedId: number } & FeedParts)[]> {
  const [ids, sources, filters] = await db.batch([
    db
      .select({ feedId: feeds.id, ordering: feeds.ordering })
      .from(feeds)
      .where(inArray(feeds.id, feedIds))
      .orderBy(feeds.id),
    db.select().from(feedSources).where(inArray(feedSources.feedId, feedIds)).orderBy(feedSources.id),
    db
      .select()
      .from(feedFilters)
      .where(inArray(feedFilters.feedId, feedIds))
      .orderBy(feedFilters.priority, feedFilters.id),
  ])
  const sourcesOf = Map.groupBy(sources, ({ feedId }) => feedId)
  const filtersOf = Map.groupBy(filters, ({ feedId }) => feedId)
  return ids.map(({ feedId, ordering }) => ({
    feedId,
    ordering,
    sources: sourcesOf.get(feedId) ?? [],
    filters: filtersOf.get(feedId) ?? [],
  }))
}

/** How often feeds have changed: `stream` compares it with what it knows. 0 before the first change. */
export async function readChangeCounter(db: MainDatabase, name: 'feeds'): Promise<number> {
  const row = await db
    .select({ value: changeCounters.value })
    .from(changeCounters)
    .where(eq(changeCounters.name, name))
    .get()
  return row?.value ?? 0
}

/** What belongs into the batch of every change. */
export function countChange(db: MainDatabase): BatchItem<'sqlite'> {
  return db
    .insert(changeCounters)
    .values({ name: 'feeds', value: 1 })
    .onConflictDoUpdate({ target: changeCounters.name, set: { value: sql`${changeCounters.value} + 1` } })
}
