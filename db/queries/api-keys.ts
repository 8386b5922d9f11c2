// Keys of /api, in main.db. Everything but finding one by its hash takes the person it belongs to.
import { and, count, desc, eq } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { users } from '../schema/main.ts'
import { apiKeys } from '../schema/main-feeds.ts'

export type ApiKeyRow = typeof apiKeys.$inferSelect
/** A key with the person that it acts for. Times in ms. */
export type KeyHolderRow = Pick<ApiKeyRow, 'id' | 'keyHash' | 'mayWrite' | 'expiresAt' | 'lastUsedAt'> & {
  userId: number
  did: string
  handle: string
  role: (typeof users.$inferSelect)['role']
  suspendedAt: number | null
}

/** @returns its id, or undefined when the person has `most` already */
export async function insertApiKey(
  db: MainDatabase,
  key: Omit<ApiKeyRow, 'id' | 'lastUsedAt'>,
  most: number,
): Promise<number | undefined> {
  const own = await db.select({ count: count() }).from(apiKeys).where(eq(apiKeys.userId, key.userId)).get()
  if ((own?.count ?? 0) >= most) return undefined
  const row = await db.insert(apiKeys).values(key).returning({ id: apiKeys.id }).get()
  return row.id
}

/** A person's keys, the newest first. */
export async function listApiKeys(db: MainDatabase, userId: number): Promise<ApiKeyRow[]> {
  return db.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
}

/** @returns whether there was one of that person's */
export async function deleteApiKey(db: MainDatabase, userId: number, id: number): Promise<boolean> {
  const result = await db.delete(apiKeys).where(and(eq(apiKeys.userId, userId), eq(apiKeys.id, id)))
  return result.rowsAffected > 0
}

/** The key with this hash, expired or not, and whose it is. */
export async function findApiKey(db: MainDatabase, keyHash: string): Promise<KeyHolderRow | undefined> {
  const { id, mayWrite, expiresAt, lastUsedAt } = apiKeys
  return db
    .select({
      ...{ id, keyHash: apiKeys.keyHash, mayWrite, expiresAt, lastUsedAt },
      ...{ userId: users.id, did: users.did, handle: users.handle, role: users.role },
      suspendedAt: users.suspendedAt,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.keyHash, keyHash))
    .get()
}

export async function touchApiKey(db: MainDatabase, id: number, now: number): Promise<void> {
  await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id))
}
