// Reads and writes of cached_pictures: the index of the files in DATA_DIR/pictures.
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { cachedPictures } from '../schema/cache.ts'

/** When the picture `name` was last used (ms); undefined when it is not there. */
export async function findCachedPicture(db: CacheDatabase, name: string): Promise<number | undefined> {
  const [row] = await db
    .select({ usedAt: cachedPictures.usedAt })
    .from(cachedPictures)
    .where(eq(cachedPictures.name, name))
  return row?.usedAt
}

export async function keepCachedPicture(
  db: CacheDatabase,
  picture: { name: string; bytes: number; usedAt: number },
): Promise<void> {
  await db.insert(cachedPictures).values(picture).onConflictDoUpdate({ target: cachedPictures.name, set: picture })
}

export async function touchCachedPicture(db: CacheDatabase, name: string, usedAt: number): Promise<void> {
  await db.update(cachedPictures).set({ usedAt }).where(eq(cachedPictures.name, name))
}

/** What all pictures weigh together, in bytes. */
export async function weighCachedPictures(db: CacheDatabase): Promise<number> {
  const [row] = await db.select({ bytes: sql<number>`coalesce(sum(${cachedPictures.bytes}), 0)` }).from(cachedPictures)
  return row?.bytes ?? 0
}

/** The `count` pictures that nobody has looked at for longest. */
export async function oldestCachedPictures(
  db: CacheDatabase,
  count: number,
): Promise<{ name: string; bytes: number }[]> {
  return db
    .select({ name: cachedPictures.name, bytes: cachedPictures.bytes })
    .from(cachedPictures)
    .orderBy(asc(cachedPictures.usedAt))
    .limit(count)
}

export async function dropCachedPictures(db: CacheDatabase, names: string[]): Promise<void> {
  if (names.length > 0) await db.delete(cachedPictures).where(inArray(cachedPictures.name, names))
}

/** Which of `names` are in the index. */
export async function knownCachedPictures(db: CacheDatabase, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const rows = await db
    .select({ name: cachedPictures.name })
    .from(cachedPictures)
    .where(inArray(cachedPictures.name, names))
  return new Set(rows.map((row) => row.name))
}
