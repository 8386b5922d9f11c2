// Whose posts people asked to hear about, in main.db: written by `web`, read by `stream`.
import { and, eq, exists, gt } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { sessions, users } from '../schema/main.ts'
import { watchedAuthors } from '../schema/main-push.ts'

export type WatchedAuthor = { authorDid: string; withReplies: boolean }

/** Those of everybody with a live session. @param now ms */
export async function listWatchedAuthors(
  db: MainDatabase,
  now: number,
): Promise<(WatchedAuthor & { userDid: string })[]> {
  const live = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, watchedAuthors.userId), gt(sessions.expiresAt, now)))
  return db
    .select({
      userDid: users.did,
      authorDid: watchedAuthors.authorDid,
      withReplies: watchedAuthors.withReplies,
    })
    .from(watchedAuthors)
    .innerJoin(users, eq(users.id, watchedAuthors.userId))
    .where(exists(live))
}

/** Keeps what the network says of one person in the place of what was known. */
export async function replaceWatchedAuthors(db: MainDatabase, userId: number, authors: WatchedAuthor[]): Promise<void> {
  const rows = authors.map((author) => ({ userId, ...author }))
  const forget = db.delete(watchedAuthors).where(eq(watchedAuthors.userId, userId))
  if (rows.length === 0) await forget
  else await db.batch([forget, db.insert(watchedAuthors).values(rows).onConflictDoNothing()])
}

/** Keeps one, or forgets it without `withReplies`. */
export async function saveWatchedAuthor(
  db: MainDatabase,
  userId: number,
  authorDid: string,
  withReplies: boolean | undefined,
): Promise<void> {
  const own = and(eq(watchedAuthors.userId, userId), eq(watchedAuthors.authorDid, authorDid))
  if (withReplies === undefined) await db.delete(watchedAuthors).where(own)
  else {
    const { userId: user, authorDid: author } = watchedAuthors
    await db
      .insert(watchedAuthors)
      .values({ userId, authorDid, withReplies })
      .onConflictDoUpdate({ target: [user, author], set: { withReplies } })
  }
}
