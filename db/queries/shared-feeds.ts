// Changes who may see the page of a feed.
import { and, eq } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { feeds } from '../schema/main-feeds.ts'
import { countChange } from './feeds.ts'

export type Visibility = 'private' | 'secret' | 'public'
export type Sharing = { visibility: Visibility; secretKey: string | null }

/** Changes how an own feed is shared; somebody else's stays as it is. @param now ms */
export async function changeSharing(
  db: MainDatabase,
  ownerId: number,
  id: number,
  sharing: Sharing,
  now: number,
): Promise<void> {
  await db.batch([
    db
      .update(feeds)
      .set({ ...sharing, updatedAt: now })
      .where(and(eq(feeds.id, id), eq(feeds.ownerId, ownerId))),
    countChange(db),
  ])
}
