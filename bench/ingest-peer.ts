// @atproto/sync with the same matcher, the same rows and the same batches; its own verification, or none.
import { IdResolver, MemoryCache } from '@atproto/identity'
import { Firehose, MemoryRunner } from '@atproto/sync'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import { noLookups } from '#feeds/lookups.ts'
import type { Context } from '#server/context.ts'
import { hashOf, splitPost } from '#server/ingest/find-counted.ts'
import { keepMatcher } from '#server/ingest/keep-matcher.ts'
import { readCandidate } from '#server/ingest/read-candidate.ts'
import { readPost } from '#server/ingest/read-post.ts'
import type { Follower } from './ingest-consumer.ts'

/** Rows a transaction, as SkyPanel has it. */
const batch = 150

/** @param way `sync-same` writes what SkyPanel writes, the others kept posts only; `sync` and `sync-posts` verify */
export async function followTheirs({ config, main, index }: Context, way: string): Promise<Follower> {
  const { matcher, refresh } = keepMatcher(main, noLookups)
  await refresh()
  let [waiting, lost, reached, wanted]: [IndexChange[], number, number, number] = [[], 0, 0, 0]
  let done: () => void = () => {}
  const write = async () => {
    const changes = together(waiting)
    waiting = []
    await writeIndexChanges(index, 'bench', changes, { seq: reached, now: Date.now() })
  }
  const runner = new MemoryRunner({
    setCursor: async (cursor) => {
      reached = cursor
      if (cursor === wanted) done()
    },
  })
  const firehose = new Firehose({
    service: config.relayUrl,
    runner,
    idResolver: new IdResolver({ plcUrl: config.plcUrl, didCache: new MemoryCache(), fetch: globalThis.fetch }),
    unauthenticatedCommits: way === 'sync-unverified' || way === 'sync-same',
    ...(way === 'sync-posts' ? { filterCollections: ['app.bsky.feed.post'] } : {}),
    onError: () => {
      lost++
    },
    handleEvent: async (event) => {
      if (event.event !== 'create') return
      const record = event.record as Record<string, unknown>
      const now = Date.now()
      if (way === 'sync-same') waiting.push(...watch(event, record, now))
      if (event.collection === 'app.bsky.feed.post') waiting.push(...keep(matcher, event, record, now))
      if (waiting.length >= batch) await write()
    },
  })
  void firehose.start()
  return {
    lost: () => lost,
    async reach(seq) {
      wanted = seq
      if (reached !== seq) {
        await new Promise<void>((resolve) => {
          done = resolve
        })
      }
      await write()
    },
  }
}

type Created = { did: string; rev: string; uri: { toString: () => string }; cid: { toString: () => string } }

/** What is written of a post that a feed wants. */
function keep(matcher: Matcher, { did, rev, uri, cid }: Created, record: object, now: number): IndexChange[] {
  const post = readPost({ ...record }, now)
  const feedIds = matcher.match(readCandidate(uri.toString(), did, post))
  if (feedIds.length === 0) return []
  const { text, facets, langs, labels, embed: embeds, reply, createdAt } = post
  const names = { uri: uri.toString(), cid: cid.toString(), authorDid: did }
  const actor = { did, handle: 'handle.invalid', signingKey: '', rev, data: '', status: 'active' }
  const row = { ...names, text, facets, langs, labels, embeds, reply, createdAt, indexedAt: now }
  return [
    { type: 'actor', actor, now },
    { type: 'keepPost', post: row, feedIds, sortKey: createdAt },
  ]
}

/** The rows that SkyPanel writes of the whole network: the window, what is counted, who posts. */
function watch({ did, rev, uri, cid }: Created, record: Record<string, unknown>, now: number): IndexChange[] {
  const [, , , collection, rkey = ''] = uri.toString().split('/')
  if (collection === 'app.bsky.feed.post') {
    const { createdAt, ...content } = readPost({ ...record }, now)
    const seen = { did, rkey, rev, cid: cid.toString(), content, createdAt, indexedAt: now }
    const day = Math.floor(now / 86_400_000)
    return [
      { type: 'seePosts', posts: [seen] },
      { type: 'posted', authors: [{ did, posts: 1, at: now }], day, sinceDay: day },
    ]
  }
  const kinds = { 'app.bsky.feed.like': 'likes', 'app.bsky.feed.repost': 'reposts' } as const
  const kind = kinds[collection as keyof typeof kinds]
  const post = splitPost((record.subject as { uri?: unknown } | undefined)?.uri)
  if (kind === undefined || post === undefined) return []
  return [{ type: 'count', records: [{ ...post, kind, record: hashOf(uri.toString()), at: now }], ended: [] }]
}

/** What can be written by one statement, in one. */
function together(changes: IndexChange[]): IndexChange[] {
  const posts = changes.flatMap((change) => (change.type === 'seePosts' ? change.posts : []))
  const records = changes.flatMap((change) => (change.type === 'count' ? change.records : []))
  const posted = changes.flatMap((change) => (change.type === 'posted' ? [change] : []))
  const authors = new Map(posted.flatMap((change) => change.authors).map((author) => [author.did, author]))
  const [first] = posted
  const rest = changes.filter(({ type }) => type === 'actor' || type === 'keepPost')
  return [
    ...(posts.length > 0 ? [{ type: 'seePosts' as const, posts }] : []),
    ...(records.length > 0 ? [{ type: 'count' as const, records, ended: [] }] : []),
    ...(first ? [{ ...first, authors: [...authors.values()] }] : []),
    ...rest,
  ]
}
