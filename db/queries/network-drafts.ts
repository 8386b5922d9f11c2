// Which drafts the network keeps as well, in main.db. Everything takes the person it belongs to.
import { and, desc, eq, isNotNull, isNull, lt, ne, or } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { drafts } from '../schema/main.ts'
import { networkDrafts } from '../schema/main-drafts.ts'
import type { DraftRow } from './drafts.ts'

export type NetworkDraftRow = typeof networkDrafts.$inferSelect

const sameDraft = and(eq(networkDrafts.userId, drafts.userId), eq(networkDrafts.draftId, drafts.id))
const of = (userId: number, networkId: string) =>
  and(eq(networkDrafts.userId, userId), eq(networkDrafts.networkId, networkId))

/** All of a person's, also those that are deleted. */
export async function listNetworkDrafts(db: MainDatabase, userId: number): Promise<NetworkDraftRow[]> {
  return db.select().from(networkDrafts).where(eq(networkDrafts.userId, userId))
}

/** Drafts that the network has not, or not as they are here, the one changed last first. Replies are none of them. */
export async function listUnsyncedDrafts(
  db: MainDatabase,
  userId: number,
  limit: number,
): Promise<{ draft: DraftRow; known: NetworkDraftRow | null }[]> {
  return db
    .select({ draft: drafts, known: networkDrafts })
    .from(drafts)
    .leftJoin(networkDrafts, sameDraft)
    .where(
      and(
        eq(drafts.userId, userId),
        isNull(drafts.postedAt),
        isNull(drafts.replyUri),
        or(isNull(networkDrafts.draftId), ne(networkDrafts.syncedVersion, drafts.updatedAt)),
      ),
    )
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
    .limit(limit)
}

/** Those whose draft was posted or deleted, and that the network still has. */
export async function listAbandonedNetworkDrafts(
  db: MainDatabase,
  userId: number,
  limit: number,
): Promise<NetworkDraftRow[]> {
  const rows = await db
    .select({ known: networkDrafts })
    .from(networkDrafts)
    .leftJoin(drafts, sameDraft)
    .where(
      and(
        eq(networkDrafts.userId, userId),
        isNull(networkDrafts.deletedAt),
        or(isNull(drafts.id), isNotNull(drafts.postedAt)),
      ),
    )
    .limit(limit)
  return rows.map(({ known }) => known)
}

/** One that is there stays as it is. */
export async function insertNetworkDraft(db: MainDatabase, row: NetworkDraftRow): Promise<void> {
  await db.insert(networkDrafts).values(row).onConflictDoNothing()
}

/** @returns false when it is no longer there */
export async function changeNetworkDraft(
  db: MainDatabase,
  { userId, networkId }: Pick<NetworkDraftRow, 'userId' | 'networkId'>,
  change: Partial<Pick<NetworkDraftRow, 'syncedVersion' | 'sent' | 'deletedAt'>>,
): Promise<boolean> {
  const { rowsAffected } = await db.update(networkDrafts).set(change).where(of(userId, networkId))
  return rowsAffected > 0
}

/** From now on the two are two. */
export async function forgetNetworkDraft(
  db: MainDatabase,
  { userId, networkId }: Pick<NetworkDraftRow, 'userId' | 'networkId'>,
): Promise<void> {
  await db.delete(networkDrafts).where(of(userId, networkId))
}

/** Forgets what was deleted on the network before `before` (ms). */
export async function forgetDeletedNetworkDrafts(db: MainDatabase, userId: number, before: number): Promise<void> {
  await db
    .delete(networkDrafts)
    .where(
      and(eq(networkDrafts.userId, userId), isNotNull(networkDrafts.deletedAt), lt(networkDrafts.deletedAt, before)),
    )
}
