// What acts for people upstream (main.db), sealed by the caller: this file never sees a token.
import { and, eq, lt, sql } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { credentials, sessions, users } from '../schema/main.ts'

type Kind = (typeof credentials.$inferSelect)['kind']

export async function findCredential(db: MainDatabase, did: string, kind: Kind): Promise<string | undefined> {
  const row = await db
    .select({ sealed: credentials.sealed })
    .from(credentials)
    .where(and(eq(credentials.did, did), eq(credentials.kind, kind)))
    .get()
  return row?.sealed
}

export async function saveCredential(db: MainDatabase, row: typeof credentials.$inferInsert): Promise<void> {
  await db
    .insert(credentials)
    .values(row)
    .onConflictDoUpdate({
      target: [credentials.did, credentials.kind],
      set: { sealed: row.sealed, updatedAt: row.updatedAt },
    })
}

export async function deleteCredential(db: MainDatabase, did: string, kind: Kind): Promise<void> {
  await db.delete(credentials).where(and(eq(credentials.did, did), eq(credentials.kind, kind)))
}

/** Credentials that no session uses any more, untouched since `before`: a sign-in under way has none yet. */
export async function listUnusedCredentials(db: MainDatabase, before: number): Promise<{ did: string; kind: Kind }[]> {
  return db
    .select({ did: credentials.did, kind: credentials.kind })
    .from(credentials)
    .where(
      and(
        lt(credentials.updatedAt, before),
        sql`NOT EXISTS (SELECT 1 FROM ${sessions} JOIN ${users} ON ${users.id} = ${sessions.userId}
          WHERE ${users.did} = ${credentials.did} AND ${sessions.kind} = ${credentials.kind})`,
      ),
    )
}
