// Which feeds have changed since they were last read, told without reading them.
import { eq, max } from 'drizzle-orm'
import type { MainDatabase } from '../client.ts'
import { users } from '../schema/main.ts'
import { feedSources, feeds } from '../schema/main-feeds.ts'

/**
 * `stamp` differs after every change of the definition; `uri` is where its record is, or would be. It `isShared` when
 * everybody may see it.
 */
export type FeedStamp = { feedId: number; stamp: number; uri: string; isShared: boolean; sharing: FeedSharing }

/** Who may see a feed: everybody, whoever has the key, or its owner (a DID), who always may. */
export type FeedSharing = { visibility: 'private' | 'secret' | 'public'; secretKey: string | null; owner: string }

/** Of every feed; what is of somebody suspended counts as private. Sources are written anew with every change of a definition, and their ids never come again. */
export async function listFeedStamps(db: MainDatabase): Promise<FeedStamp[]> {
  const rows = await db
    .select({
      feedId: feeds.id,
      stamp: max(feedSources.id),
      did: users.did,
      slug: feeds.slug,
      visibility: feeds.visibility,
      secretKey: feeds.secretKey,
      suspendedAt: users.suspendedAt,
    })
    .from(feeds)
    .innerJoin(users, eq(users.id, feeds.ownerId))
    .leftJoin(feedSources, eq(feedSources.feedId, feeds.id))
    .groupBy(feeds.id)
    .orderBy(feeds.id)
  return rows.map(({ feedId, stamp, did, slug, secretKey, suspendedAt, ...row }) => {
    const visibility = suspendedAt === null ? row.visibility : 'private'
    return {
      feedId,
      stamp: stamp ?? 0,
      uri: `at://${did}/app.bsky.feed.generator/${slug}`,
      isShared: visibility === 'public',
      sharing: { visibility, secretKey, owner: did },
    }
  })
}
