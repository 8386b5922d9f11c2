// Private lists and who is on them, in main.db. Everything takes the person they belong to; nobody else is answered.
import { and, desc, eq, exists, inArray, or, type SQLWrapper, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { privateListMembers, privateLists } from '../schema/main.ts'
import { feedFilters, feedSources, feeds } from '../schema/main-feeds.ts'
import { askPlainly } from './ask-plainly.ts'
import { countChange } from './feeds.ts'

export type PrivateListText = { name: string; description: string }
/** Times in ms. */
export type PrivateListRow = PrivateListText & {
  id: number
  key: string
  isPinned: boolean
  createdAt: number
  count: number
}
export type PrivateMemberRow = { did: string; addedAt: number }

/** Rows of one statement. */
const rowsAtOnce = 100

const listsOf = `SELECT id, key, name, description, is_pinned AS isPinned, created_at AS createdAt,
  (SELECT count(*) FROM private_list_members WHERE list_id = private_lists.id) AS count
  FROM private_lists WHERE user_id = ? ORDER BY created_at, id`

/** In the order they were made. */
export async function listPrivateLists(db: MainDatabase, userId: number): Promise<PrivateListRow[]> {
  const rows = await askPlainly<PrivateListRow>(db, listsOf, [userId])
  return rows.map((row) => ({ ...row, isPinned: Boolean(row.isPinned) }))
}

/** A person's own; undefined when there is none or it is somebody else's. */
export async function findPrivateList(
  db: MainDatabase,
  userId: number,
  key: string,
): Promise<PrivateListRow | undefined> {
  return selectLists(db)
    .where(and(eq(privateLists.userId, userId), eq(privateLists.key, key)))
    .get()
}

/**
 * Makes a list, in one statement, so that nobody gets past the limit; one with this key that is there already stays.
 * @returns whether there is such a list now; false when the person has `most` already
 */
export async function insertPrivateList(
  db: MainDatabase,
  list: PrivateListText & { userId: number; key: string; createdAt: number },
  most: number,
): Promise<boolean> {
  const { userId, key, name, description, createdAt } = list
  const count = sql`(SELECT count(*) FROM ${privateLists} WHERE ${privateLists.userId} = ${userId})`
  await db.run(
    sql`INSERT INTO ${privateLists} (user_id, key, name, description, is_pinned, created_at) SELECT ${userId}, ${key}, ${name}, ${description}, 0, ${createdAt} WHERE ${count} < ${most} ON CONFLICT DO NOTHING`,
  )
  return (await findPrivateList(db, userId, key)) !== undefined
}

/** Gives it another name and description, or makes it a tab of the home page. */
export async function updatePrivateList(
  db: MainDatabase,
  userId: number,
  key: string,
  change: Partial<PrivateListText & { isPinned: boolean }>,
): Promise<void> {
  await db
    .update(privateLists)
    .set(change)
    .where(and(eq(privateLists.userId, userId), eq(privateLists.key, key)))
}

/** Deletes it with everybody on it. */
export async function deletePrivateList(db: MainDatabase, userId: number, key: string): Promise<void> {
  await db.batch([
    db.delete(privateLists).where(and(eq(privateLists.userId, userId), eq(privateLists.key, key))),
    countChange(db),
  ])
}

/** Who is on it, the newest first. */
export async function listPrivateMembers(db: MainDatabase, userId: number, key: string): Promise<PrivateMemberRow[]> {
  const { did, addedAt, listId } = privateListMembers
  return db
    .select({ did, addedAt })
    .from(privateListMembers)
    .innerJoin(privateLists, eq(privateLists.id, listId))
    .where(and(eq(privateLists.userId, userId), eq(privateLists.key, key)))
    .orderBy(desc(addedAt), did)
}

/** On which of their lists a person has somebody: keys. */
export async function listPrivateKeysOf(db: MainDatabase, userId: number, did: string): Promise<string[]> {
  const rows = await db
    .select({ key: privateLists.key })
    .from(privateListMembers)
    .innerJoin(privateLists, eq(privateLists.id, privateListMembers.listId))
    .where(and(eq(privateLists.userId, userId), eq(privateListMembers.did, did)))
  return rows.map(({ key }) => key)
}

/** Puts people on it; who is there already stays as they are. */
export async function addPrivateMembers(
  db: MainDatabase,
  { userId, key, dids, now }: { userId: number; key: string; dids: string[]; now: number },
): Promise<void> {
  const list = await findPrivateList(db, userId, key)
  if (!list) return
  for (const part of inParts(dids)) {
    const rows = part.map((did) => ({ listId: list.id, did, addedAt: now }))
    await db.batch([db.insert(privateListMembers).values(rows).onConflictDoNothing(), countChange(db)])
  }
}

/** Takes people off it. */
export async function removePrivateMembers(
  db: MainDatabase,
  { userId, key, dids }: { userId: number; key: string; dids: string[] },
): Promise<void> {
  const list = await findPrivateList(db, userId, key)
  if (!list) return
  for (const part of inParts(dids)) {
    const those = and(eq(privateListMembers.listId, list.id), inArray(privateListMembers.did, part))
    await db.batch([db.delete(privateListMembers).where(those), countChange(db)])
  }
}

/**
 * Who is on the lists that feeds name as a source or in a filter, however deep, by feed: only lists of the feed's own
 * owner count.
 */
export async function listFeedMembers(db: MainDatabase): Promise<{ feedId: number; key: string; did: string }[]> {
  const names = (table: typeof feedSources | typeof feedFilters, config: SQLWrapper) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(table)
        .where(and(eq(table.feedId, feeds.id), sql`instr(${config}, '"list":"' || ${privateLists.key} || '"')`)),
    )
  return db
    .select({ feedId: feeds.id, key: privateLists.key, did: privateListMembers.did })
    .from(feeds)
    .innerJoin(privateLists, eq(privateLists.userId, feeds.ownerId))
    .innerJoin(privateListMembers, eq(privateListMembers.listId, privateLists.id))
    .where(or(names(feedSources, feedSources.sourceConfig), names(feedFilters, feedFilters.filterConfig)))
    .orderBy(feeds.id, privateLists.id, privateListMembers.did)
}

/** Titles of the owner's feeds that take from a list. */
export async function listFeedsOfList(db: MainDatabase, userId: number, key: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ title: feeds.title })
    .from(feedSources)
    .innerJoin(feeds, eq(feeds.id, feedSources.feedId))
    .where(
      and(
        eq(feeds.ownerId, userId),
        eq(feedSources.sourceType, 'privateList'),
        eq(sql`json_extract(${feedSources.sourceConfig}, '$.list')`, key),
      ),
    )
  return rows.map(({ title }) => title)
}

function selectLists(db: MainDatabase) {
  const { id, key, name, description, isPinned, createdAt } = privateLists
  const count = sql<number>`(SELECT count(*) FROM ${privateListMembers} WHERE ${privateListMembers.listId} = ${privateLists.id})`
  return db.select({ id, key, name, description, isPinned, createdAt, count }).from(privateLists)
}

function inParts(dids: string[]): string[][] {
  return Array.from({ length: Math.ceil(dids.length / rowsAtOnce) }, (_, at) =>
    dids.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce),
  )
}
