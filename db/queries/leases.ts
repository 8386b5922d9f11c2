// Leases of main.db: who of several processes may do what only one may do at a time.
import { and, eq, lte, or } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { leases } from '../schema/main-leases.ts'

/** Takes or prolongs a lease, unless somebody else has it. Times in ms. @returns whether `holder` has it now */
export async function takeLease(
  db: MainDatabase,
  { name, holder, now, until }: { name: string; holder: string; now: number; until: number },
): Promise<boolean> {
  const { rowsAffected } = await db
    .insert(leases)
    .values({ name, holder, until })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder, until },
      setWhere: or(lte(leases.until, now), eq(leases.holder, holder)),
    })
  return rowsAffected > 0
}

export async function dropLease(db: MainDatabase, name: string, holder: string): Promise<void> {
  await db.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder)))
}
