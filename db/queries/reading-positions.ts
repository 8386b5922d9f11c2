// How far people have read, in main.db.
import { and, eq } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { readingPositions } from '../schema/main.ts'
import { askPlainly } from './ask-plainly.ts'

export type ReadingPositionRow = typeof readingPositions.$inferSelect

const of = (userId: number, feed: string) => and(eq(readingPositions.userId, userId), eq(readingPositions.feed, feed))

const position = `SELECT user_id AS userId, feed, newest_uri AS newestUri, newest_at AS newestAt, left_uri AS leftUri,
  left_at AS leftAt, left_seen_at AS leftSeenAt, view_uri AS viewUri, view_at AS viewAt, seen_at AS seenAt
  FROM reading_positions WHERE user_id = ? AND feed = ?`

export async function findReadingPosition(
  db: MainDatabase,
  userId: number,
  feed: string,
): Promise<ReadingPositionRow | undefined> {
  const [row] = await askPlainly<ReadingPositionRow>(db, position, [userId, feed])
  return row
}

/** Writes the whole row; an older one gives way. */
export async function keepReadingPosition(db: MainDatabase, row: ReadingPositionRow): Promise<void> {
  const { userId: _, feed: __, ...rest } = row
  await db
    .insert(readingPositions)
    .values(row)
    .onConflictDoUpdate({ target: [readingPositions.userId, readingPositions.feed], set: rest })
}

/** Notes what stands on top of the window, for a feed that the person has opened before; others are left alone. */
export async function noteReadingView(
  db: MainDatabase,
  { userId, feed }: { userId: number; feed: string },
  view: { viewUri: string; viewAt: number; seenAt: number },
): Promise<void> {
  await db.update(readingPositions).set(view).where(of(userId, feed))
}
