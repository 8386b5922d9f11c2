// One way to follow a firehose, in a process of its own: started by ingest.bench.ts, answers with what it took.
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import type { Matcher } from '#feeds/compile-feeds.ts'
import { noLookups } from '#feeds/lookups.ts'
import { readConfig } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { createLog } from '#server/create-log.ts'
import { createStreamContext } from '#server/create-stream-context.ts'
import { hashOf, splitPost } from '#server/ingest/find-counted.ts'
import { keepMatcher } from '#server/ingest/keep-matcher.ts'
import { readCandidate } from '#server/ingest/read-candidate.ts'
import { readPost } from '#server/ingest/read-post.ts'
import { startIngest } from '#server/ingest/start-ingest.ts'
import { until } from '../tests/ingest/ingest-harness.ts'

/** Loaded only by those who are measured with it. */
const loadTheirs = () => Promise.all([import('@atproto/identity'), import('@atproto/sync')])

const [way = '', lastSeq = ''] = process.argv.slice(2)
const last = Number(lastSeq)
/** What is loaded with the first events, and compiled while they run, is not what a stream costs: these go ahead. */
const warm = Math.min(3000, Math.floor(last / 2))
const config = readConfig()
const ctx = await createStreamContext(config, createLog(config, 'bench'))
let lost = 0
const theirs = way === 'skypanel' ? undefined : await loadTheirs()
let [cpu, started, from] = [process.cpuUsage(), performance.now(), 0]
if (theirs) await followTheirs(ctx, way, theirs)
else await followOurs(ctx)
const { user, system } = process.cpuUsage(cpu)
const [row] = (await ctx.index.$client.execute('SELECT count(*) AS posts FROM indexed_posts')).rows
process.send?.(
  {
    events: last - from,
    wallMs: performance.now() - started,
    cpuMs: (user + system) / 1000,
    systemMs: system / 1000,
    rssMb: process.memoryUsage.rss() / 1e6,
    posts: Number(row?.posts),
    lost,
  },
  () => process.exit(),
)

/** Begins to count once the first events are through. */
function note(cursor: number | undefined): void {
  if (from === 0 && cursor !== undefined && cursor >= warm) {
    ;[cpu, started, from] = [process.cpuUsage(), performance.now(), cursor]
  }
}

async function followOurs(ctx: Context): Promise<void> {
  const ingest = await startIngest(ctx, () => {})
  await until(
    () => ingest.look().cursor,
    (cursor) => {
      note(cursor)
      return cursor === last
    },
    120_000,
  )
  await ingest.stop()
}

/** @atproto/sync with the same matcher, the same rows and the same batches; its own verification, or none. */
async function followTheirs(ctx: Context, way: string, theirs: Awaited<ReturnType<typeof loadTheirs>>): Promise<void> {
  const [{ IdResolver, MemoryCache }, { Firehose, MemoryRunner }] = theirs
  const { matcher, refresh } = keepMatcher(ctx.main, noLookups)
  await refresh()
  let waiting: IndexChange[] = []
  let done: () => void = () => {}
  const finished = new Promise<void>((resolve) => {
    done = resolve
  })
  const write = async () => {
    const changes = together(waiting)
    waiting = []
    await writeIndexChanges(ctx.index, 'bench', changes, { seq: last, now: Date.now() })
  }
  const runner = new MemoryRunner({
    setCursor: async (cursor) => {
      note(cursor)
      if (cursor === last) done()
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
      if (waiting.length >= 150) await write()
    },
  })
  void firehose.start()
  await finished
  await write()
  await firehose.destroy()
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
