// How this box was: rows of cache.db, a minute or an hour long.
import { and, asc, eq, gte, lt, max } from 'drizzle-orm'
import type { CacheDatabase } from '../client.ts'
import { samples } from '../schema/cache.ts'

/** `at` is when it began (ms). `values` are of an unknown shape: an older version may have written them. */
export type SampleRow = { at: number; values: unknown }

/** Keeps a sample; one of the same time is replaced. */
export async function keepSample(db: CacheDatabase, span: number, { at, values }: SampleRow): Promise<void> {
  await db
    .insert(samples)
    .values({ span, at, values })
    .onConflictDoUpdate({ target: [samples.span, samples.at], set: { values } })
}

/** Samples of a length from `from` up to `to` (ms), the oldest first. */
export async function listSamples(db: CacheDatabase, span: number, from: number, to: number): Promise<SampleRow[]> {
  return db
    .select({ at: samples.at, values: samples.values })
    .from(samples)
    .where(and(eq(samples.span, span), gte(samples.at, from), lt(samples.at, to)))
    .orderBy(asc(samples.at))
}

/** When the newest sample of a length began; undefined where there is none. */
export async function findNewestSample(db: CacheDatabase, span: number): Promise<number | undefined> {
  const row = await db
    .select({ at: max(samples.at) })
    .from(samples)
    .where(eq(samples.span, span))
    .get()
  return row?.at ?? undefined
}

/** Forgets samples of a length that began before `before` (ms). */
export async function forgetSamples(db: CacheDatabase, span: number, before: number): Promise<void> {
  await db.delete(samples).where(and(eq(samples.span, span), lt(samples.at, before)))
}
