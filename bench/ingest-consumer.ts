// One way to follow a firehose, in a process of its own: started by ingest.bench.ts, answers with what it took.
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { compileFeeds } from '#feeds/compile-feeds.ts'
import { readConfig } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { createLog } from '#server/create-log.ts'
import { createStreamContext } from '#server/create-stream-context.ts'
import { readCandidate } from '#server/ingest/read-candidate.ts'
import { readPost } from '#server/ingest/read-post.ts'
import { startIngest } from '#server/ingest/start-ingest.ts'
import { keepFeed, until } from '../tests/ingest/ingest-harness.ts'

/** Loaded only by those who are measured with it. */
const loadTheirs = () => Promise.all([import('@atproto/identity'), import('@atproto/sync')])

const [way = '', lastSeq = ''] = process.argv.slice(2)
const last = Number(lastSeq)
const config = readConfig()
const ctx = await createStreamContext(config, createLog(config, 'bench'))
let lost = 0
const theirs = way === 'skypanel' ? undefined : await loadTheirs()
// Everything is loaded and compiled: from here on it is the stream that costs.
const cpu = process.cpuUsage()
const started = performance.now()
if (theirs) await followTheirs(ctx, way, theirs)
else await followOurs(ctx)
const { user, system } = process.cpuUsage(cpu)
const [row] = (await ctx.index.$client.execute('SELECT count(*) AS posts FROM indexed_posts')).rows
process.send?.({
  wallMs: performance.now() - started,
  cpuMs: (user + system) / 1000,
  rssMb: process.memoryUsage.rss() / 1e6,
  posts: Number(row?.posts),
  lost,
})

async function followOurs(ctx: Context): Promise<void> {
  const ingest = await startIngest(ctx, () => {})
  await until(
    () => ingest.look().cursor,
    (cursor) => cursor === last,
    120_000,
  )
  await ingest.stop()
}

/** @atproto/sync with the same matcher, the same rows and the same batches; its own verification, or none. */
async function followTheirs(ctx: Context, way: string, theirs: Awaited<ReturnType<typeof loadTheirs>>): Promise<void> {
  const [{ IdResolver, MemoryCache }, { Firehose, MemoryRunner }] = theirs
  const matcher = compileFeeds([{ feedId: 1, definition: keepFeed }])
  let waiting: IndexChange[] = []
  let done: () => void = () => {}
  const finished = new Promise<void>((resolve) => {
    done = resolve
  })
  const write = async () => {
    const changes = waiting
    waiting = []
    await writeIndexChanges(ctx.index, 'bench', changes, { seq: last, now: Date.now() })
  }
  const runner = new MemoryRunner({
    setCursor: async (cursor) => {
      if (cursor === last) done()
    },
  })
  const firehose = new Firehose({
    service: config.relayUrl,
    runner,
    idResolver: new IdResolver({ plcUrl: config.plcUrl, didCache: new MemoryCache(), fetch: globalThis.fetch }),
    unauthenticatedCommits: way === 'sync-unverified',
    ...(way === 'sync-posts' ? { filterCollections: ['app.bsky.feed.post'] } : {}),
    onError: () => {
      lost++
    },
    handleEvent: async (event) => {
      if (event.event !== 'create' || event.collection !== 'app.bsky.feed.post') return
      const now = Date.now()
      const post = readPost({ ...(event.record as Record<string, unknown>) }, now)
      const uri = event.uri.toString()
      const candidate = readCandidate(uri, event.did, post)
      const feedIds = matcher.match(candidate)
      if (feedIds.length === 0) return
      const { text, facets, langs, labels, embed: embeds, reply, createdAt } = post
      const names = { uri, cid: event.cid.toString(), authorDid: event.did }
      const actor = {
        did: event.did,
        handle: 'handle.invalid',
        signingKey: '',
        rev: event.rev,
        data: '',
        status: 'active',
      }
      const row = { ...names, text, facets, langs, labels, embeds, reply, createdAt, indexedAt: now }
      waiting.push({ type: 'actor', actor, now }, { type: 'keepPost', post: row, feedIds, sortKey: createdAt })
      if (waiting.length >= 100) await write()
    },
  })
  void firehose.start()
  await finished
  await write()
  await firehose.destroy()
}
