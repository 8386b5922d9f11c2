// An ingest for tests: a data folder with one feed, a relay to replay from, a directory, and looks at the index.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { createFeed, deleteFeed, updateFeed } from '#db/queries/change-feeds.ts'
import { findOwnFeed } from '#db/queries/feeds.ts'
import { listIndexedPosts, listPostsById } from '#db/queries/indexed-posts.ts'
import type { Definition } from '#feeds/definition.ts'
import { toRows } from '#feeds/definition-rows.ts'
import { readConfig } from '#server/config.ts'
import { createLog } from '#server/create-log.ts'
import { createStreamContext } from '#server/create-stream-context.ts'
import { startIngest } from '#server/ingest/start-ingest.ts'
import { didDocument, startPlcDirectory } from './plc-directory.ts'
import { type Greeting, startReplayServer } from './replay-server.ts'

export type Harness = Awaited<ReturnType<typeof createHarness>>

/** The feed of every test: posts with the word "keep". */
export const keepFeed: Definition = {
  version: 1,
  sources: [{ type: 'network' }],
  filters: [{ type: 'keywords', words: ['keep'] }],
}

/** Settings of a stream that follows `relay` and asks `plc`, and `pds` for handles if that is another one. */
export function streamSettings(dataDir: string, relay: string, plc: string, pds?: string): NodeJS.ProcessEnv {
  return {
    DATA_DIR: dataDir,
    PORT: '22100',
    RELAY_URL: relay,
    PLC_URL: plc,
    APPVIEW_URL: plc,
    HANDLE_RESOLVER_URL: pds?.replace('ws', 'http') ?? plc,
    ALLOW_PRIVATE_NETWORK: 'true',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
  }
}

type HarnessOptions = {
  pace?: number
  greet?: Greeting
  /** How long a host may not answer, and how long its events are put off then, in ms. */
  patience?: number
  deferFor?: number
  /** Others than the harness's own. */
  relayUrl?: string
  plcUrl?: string
  settings?: NodeJS.ProcessEnv
}

/** Everything but the running ingest, which `start` gives; all of it ends with the test. */
export async function createHarness(t: TestContext, options: HarnessOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-ingest-'))
  const plc = await startPlcDirectory()
  const relay = await startReplayServer(options)
  const config = readConfig({
    ...streamSettings(dataDir, options.relayUrl ?? relay.url, options.plcUrl ?? plc.url, options.relayUrl),
    ...options.settings,
  })
  const main = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
  await migrateUp(main, { name: 'main', folder: config.paths.migrations }, Date.now())
  await main.$client.execute(
    "INSERT INTO users (did, handle, role, created_at, last_signed_in_at) VALUES ('did:plc:owner', 'o.test', 'administrator', 1, 1)",
  )
  const feedId = await addFeed('keep', keepFeed)
  const index = await openDatabase('index', `file:${join(dataDir, 'index.db')}`, { access: 'write' })
  await migrateUp(index, { name: 'index', folder: config.paths.migrations }, Date.now())
  const stops: (() => Promise<void>)[] = []

  async function addFeed(slug: string, definition: Definition): Promise<number> {
    const id = await createFeed(main, 1, { slug, title: slug, description: '' }, toRows(definition), Date.now())
    if (id === undefined) throw new Error('feed not made')
    return id
  }

  async function changeFeed(id: number, definition: Definition): Promise<void> {
    const updatedAt = (await findOwnFeed(main, 1, id))?.updatedAt ?? 0
    await updateFeed(main, 1, id, { parts: toRows(definition) }, { updatedAt, now: Date.now() })
  }

  async function start() {
    const ctx = await createStreamContext(config, createLog(config, 'stream'))
    const published: Map<number, number>[] = []
    const notified: Map<string, number>[] = []
    const patience = { host: options.patience ?? 20_000, deferral: options.deferFor ?? 30_000, look: 100 }
    const publish = (gained: Map<number, number>, people: Map<string, number>) => {
      if (gained.size > 0) published.push(gained)
      if (people.size > 0) notified.push(people)
    }
    const ingest = await startIngest(ctx, publish, patience)
    let stopped: Promise<void> | undefined
    const stop = () => {
      stopped ??= ingest.stop().then(ctx.close)
      return stopped
    }
    stops.push(stop)
    return { ...ingest, stop, published, notified }
  }

  /** Keeps anybody from writing to the index until it is released. */
  async function lockIndex() {
    const other = await openDatabase('index', `file:${join(dataDir, 'index.db')}`, { access: 'write' })
    const transaction = await other.$client.transaction('write')
    return {
      async release() {
        await transaction.rollback()
        other.$client.close()
      },
    }
  }

  /** Answers for a did:web on a port that was free. */
  async function serveDidWeb(port: number, did: string, multikey: string): Promise<void> {
    const server = createServer((_, response) => response.end(JSON.stringify(didDocument(did, multikey, 'web.test'))))
    await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
    stops.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
  }

  const rows = async <Row>(sql: string): Promise<Row[]> => (await index.$client.execute(sql)).rows as unknown as Row[]

  /** In the order in which the posts came. */
  async function textsWhere(condition: string): Promise<string[]> {
    const found = await rows<{ id: number }>(`SELECT p.id FROM feed_items i JOIN indexed_posts p ON p.id = i.post_id
      JOIN actors a ON a.id = p.author_id WHERE ${condition}`)
    const ids = found.map(({ id }) => id)
    return (await listPostsById(index, ids)).toSorted((a, b) => a.id - b.id).map(({ text }) => text)
  }

  t.after(async () => {
    await Promise.all(stops.map((stop) => stop()))
    await relay.close()
    await plc.close()
    main.$client.close()
    index.$client.close()
    rmSync(dataDir, { recursive: true })
  })
  return {
    dataDir,
    config,
    plc,
    relay,
    feedId,
    start,
    lockIndex,
    serveDidWeb,
    addFeed,
    changeFeed,
    removeFeed: (id: number) => deleteFeed(main, 1, id),
    index,
    /** Everything kept, in the order in which it came. */
    posts: () => listIndexedPosts(index, 0, 100_000),
    texts: async () => (await listIndexedPosts(index, 0, 100_000)).map(({ text }) => text),
    /** What a reader of the feed gets: posts of active authors. */
    shown: () => textsWhere("a.status = 'active'"),
    /** Everything in a feed. */
    textsIn: (id: number) => textsWhere(`i.feed_id = ${id}`),
    reasons: async () =>
      (await rows<{ reason: string }>('SELECT reason FROM quarantined_frames ORDER BY id')).map(({ reason }) => reason),
    cursor: async () =>
      (await rows<{ seq: number }>("SELECT seq FROM firehose_cursors WHERE source NOT LIKE 'labels:%'"))[0]?.seq,
    rows,
  }
}

/** Asks until `look` gives what is wanted. @throws Error with the last answer after `patience` ms */
export async function until<T>(
  look: () => Promise<T> | T,
  wanted: (value: T) => boolean,
  patience = 180_000,
): Promise<T> {
  for (const deadline = Date.now() + patience; ; await pause(20)) {
    const value = await look()
    if (wanted(value)) return value
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms; last seen: ${JSON.stringify(value)}`)
  }
}
