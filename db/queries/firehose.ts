// Where the firehose stands, what it left out, and what had to wait.
import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { deferredEvents, firehoseCursors, quarantinedFrames } from '../schema/index.ts'

/** The last consecutive finished event of `source`. */
export async function readCursor(db: IndexDatabase, source: string): Promise<number | undefined> {
  const row = await db
    .select({ seq: firehoseCursors.seq })
    .from(firehoseCursors)
    .where(eq(firehoseCursors.source, source))
    .get()
  return row?.seq
}

export type DeferredRow = { id: number; source: string; did: string; attempts: number; frame: Buffer }

/** Accounts that have events waiting. */
export async function listDeferredDids(db: IndexDatabase): Promise<string[]> {
  const rows = await db.selectDistinct({ did: deferredEvents.did }).from(deferredEvents)
  return rows.map(({ did }) => did)
}

/** Accounts whose waiting events are due at `now` ms. */
export async function listDueDids(db: IndexDatabase, now: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ did: deferredEvents.did })
    .from(deferredEvents)
    .where(lte(deferredEvents.retryAt, now))
    .limit(20)
  return rows.map(({ did }) => did)
}

/** Waiting events of one account, in the order they came. */
export async function listDeferred(db: IndexDatabase, did: string): Promise<DeferredRow[]> {
  const { id, source, attempts, frame } = deferredEvents
  return db
    .select({ id, source, did: deferredEvents.did, attempts, frame })
    .from(deferredEvents)
    .where(eq(deferredEvents.did, did))
    .orderBy(asc(id))
}

/** How many events wait. */
export async function countDeferred(db: IndexDatabase): Promise<number> {
  return db.$count(deferredEvents)
}

/** Keeps the newest quarantined frames within `rows` and `bytes`. */
export async function trimQuarantine(db: IndexDatabase, bounds: { rows: number; bytes: number }): Promise<void> {
  const sizes = await db
    .select({ id: quarantinedFrames.id, size: sql<number>`length(${quarantinedFrames.frame})` })
    .from(quarantinedFrames)
    .orderBy(sql`${quarantinedFrames.id} desc`)
    .limit(bounds.rows)
  let bytes = 0
  const kept = sizes.findIndex(({ size }) => {
    bytes += size
    return bytes > bounds.bytes
  })
  const oldest = (kept === -1 ? sizes : sizes.slice(0, kept)).at(-1)
  if (oldest) await db.delete(quarantinedFrames).where(lt(quarantinedFrames.id, oldest.id))
}

/** Moves waiting events of these accounts to the quarantine: nobody could vouch for them for too long. */
export async function giveUpDeferred(db: IndexDatabase, dids: string[], now: number): Promise<void> {
  const these = and(inArray(deferredEvents.did, dids))
  const rows = await db.select().from(deferredEvents).where(these)
  if (rows.length === 0) return
  await db.batch([
    db.insert(quarantinedFrames).values(
      rows.map(({ source, seq, did, reason, frame }) => ({
        source,
        seq,
        did,
        reason: `given up: ${reason}`,
        frame,
        receivedAt: now,
      })),
    ),
    db.delete(deferredEvents).where(these),
  ])
}
