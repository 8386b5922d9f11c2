// What the demo network's search knows: the AppView's own tables, read anew for each question. The demo is small.
import type { TestNetwork } from '@atproto/dev-env'

type Database = TestNetwork['bsky']['db']

/** As app.bsky.feed.defs#postView has them, as far as a search looks. `weight` is what ranks the best first. */
export type FoundPost = {
  uri: string
  indexedAt: string
  author: { did: string; handle: string }
  record: Record<string, unknown>
  weight: number
}
export type FoundActor = { did: string; handle: string; texts: string[] }

const most = 1000
/** Tests write hundreds of posts, behind which those of the demo must still be found. */
const mostPosts = 20_000

/** The newest posts, newest first. */
export async function listPosts({ db }: Database): Promise<FoundPost[]> {
  const rows = await db
    .selectFrom('post')
    .innerJoin('record', 'record.uri', 'post.uri')
    .innerJoin('actor', 'actor.did', 'post.creator')
    .leftJoin('post_agg', 'post_agg.uri', 'post.uri')
    .where('record.takedownRef', 'is', null)
    .select(['post.uri', 'post.creator', 'post.indexedAt', 'actor.handle', 'record.json'])
    .select(['post_agg.likeCount', 'post_agg.repostCount', 'post_agg.replyCount'])
    .orderBy('post.sortAt', 'desc')
    .limit(mostPosts)
    .execute()
  return rows.map((row) => ({
    uri: row.uri,
    indexedAt: row.indexedAt,
    author: { did: row.creator, handle: row.handle ?? '' },
    record: JSON.parse(row.json),
    weight: Number(row.likeCount ?? 0) + 2 * Number(row.repostCount ?? 0) + Number(row.replyCount ?? 0),
  }))
}

/** Everybody, with what they say of themselves. */
export async function listActors({ db }: Database): Promise<FoundActor[]> {
  const rows = await db
    .selectFrom('actor')
    .leftJoin('profile', 'profile.creator', 'actor.did')
    .where('actor.takedownRef', 'is', null)
    .select(['actor.did', 'actor.handle', 'profile.displayName', 'profile.description'])
    .limit(most)
    .execute()
  return rows.map(({ did, handle, displayName, description }) => ({
    did,
    handle: handle ?? '',
    texts: [handle ?? '', displayName ?? '', description ?? ''],
  }))
}

export async function listStarterPacks({ db }: Database): Promise<{ uri: string; name: string }[]> {
  return db.selectFrom('starter_pack').select(['uri', 'name']).orderBy('sortAt', 'desc').limit(most).execute()
}

/**
 * People to follow (app.bsky.unspecced.getSuggestionsSkeleton): those the operator suggests whom `viewer` does not
 * follow; for somebody else's page (`relativeToDid`) those first who follow them.
 */
export async function listSuggestions({ db }: Database, params: URLSearchParams): Promise<string[]> {
  const viewer = params.get('viewer') ?? ''
  const subject = params.get('relativeToDid') ?? ''
  const [rows, followed, followers] = await Promise.all([
    db.selectFrom('suggested_follow').select('did').orderBy('order', 'asc').execute(),
    db.selectFrom('follow').select('subjectDid').where('creator', '=', viewer).execute(),
    db.selectFrom('follow').select('creator').where('subjectDid', '=', subject).execute(),
  ])
  const known = new Set([viewer, subject, ...followed.map(({ subjectDid }) => subjectDid)])
  const near = new Set(followers.map(({ creator }) => creator))
  const dids = rows.map(({ did }) => did).filter((did) => !known.has(did))
  return subject === viewer ? dids : dids.sort((left, right) => Number(near.has(right)) - Number(near.has(left)))
}
