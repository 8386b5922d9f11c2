// A page of 50 items from a large index while it is written to at the live rate, beside the official sample's way.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { type FeedItem, listFeedItems } from '#db/queries/feed-items.ts'
import { readConfig } from '#server/config.ts'
import { startWriter } from './skeleton-writer.ts'

/** The bar is for 5 million posts (POSTS=5000000): making them takes some minutes. */
const count = Number(process.env.POSTS ?? 100_000)
const feeds = 10
const [rate, seconds] = [200, 10]
const folder = mkdtempSync(join(tmpdir(), 'skypanel-skeleton-'))
const [ours, theirs] = [join(folder, 'index.db'), join(folder, 'sample.db')]
type Sample = {
  prepare: (sql: string) => { all: (...args: unknown[]) => { uri: string; indexedAt: string; cid: string }[] }
  exec: (sql: string) => void
  close: () => void
}
const Sqlite = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Sample

const started = Date.now()
const index = await openDatabase('index', `file:${ours}`, { access: 'write' })
await migrateUp(index, { name: 'index', folder: readConfig({}).paths.migrations }, Date.now())
await fill()
console.log(`skeleton: ${count} posts in ${feeds} feeds, made in ${Math.round((Date.now() - started) / 1000)} s`)
index.$client.close()

// Each is read in turn, with the writer of the live rate beside it in a process of its own.
const writer = await startWriter(ours)
await measureOurs()
await measureSample()
writer.stop()
rmSync(folder, { recursive: true })

/** Numbers instead of words: what is read for a page is the same. The sample's table: uri, cid, indexedAt (its schema). */
async function fill(): Promise<void> {
  const start = Date.now() - count * 100
  const numbers = (to: number) => `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`
  const did = "'did:plc:' || substr('aaaaaaaaaaaaaaaaaaaaaaaa' || i, -24)"
  const rkey = `((i * 100 + ${start}) * 1000) << 10`
  const sample = new Sqlite(theirs)
  // Nothing of this must survive a crash, and an index that is made at the end is made by sorting.
  const fast = ['PRAGMA journal_mode = OFF', 'PRAGMA synchronous = OFF', 'PRAGMA cache_size = -400000']
  sample.exec(`${fast.join(';')};
    CREATE TABLE post (uri varchar PRIMARY KEY, cid varchar NOT NULL, indexedAt varchar NOT NULL)`)
  for (const pragma of fast) await index.$client.execute(pragma)
  const byAuthor = 'indexed_posts_author_rkey'
  const { rows: made } = await index.$client.execute(`SELECT sql FROM sqlite_schema WHERE name = '${byAuthor}'`)
  await index.$client.execute(`DROP INDEX ${byAuthor}`)
  await index.$client.execute(`INSERT INTO actors (did, handle, signing_key, rev, status, updated_at)
    ${numbers(count / 8)} SELECT ${did}, 'a.test', '', '', 'active', 0 FROM n`)
  for (let at = 0; at < count; at += 100_000) {
    const rows = `${numbers(Math.min(100_000, count - at))}, r AS (SELECT i + ${at} AS i FROM n)`
    await index.$client.batch(
      [
        `INSERT INTO indexed_posts (id, author_id, rkey, cid, text, created_at, indexed_at) ${rows}
          SELECT i, 1 + (i * 7919) % ${Math.floor(count / 8)}, ${rkey}, randomblob(32),
          substr('a post of the usual length, which says something about the sea and those who live beside it', 1, 40 + i % 50),
          i * 100 + ${start}, i * 100 + ${start} FROM r`,
        `INSERT INTO feed_items (feed_id, sort_key, post_id) ${rows} SELECT 1 + i % ${feeds}, i / 3 * 300 + ${start}, i FROM r`,
      ],
      'write',
    )
    sample.exec(`INSERT INTO post ${rows}
      SELECT 'at://' || ${did} || '/app.bsky.feed.post/' || substr('3aaaaaaaaaaaa' || i, -13), 'bafyreib' || hex(randomblob(25)),
      strftime('%Y-%m-%dT%H:%M:%fZ', (i * 100 + ${start}) / 1000.0, 'unixepoch') FROM r`)
  }
  sample.exec('PRAGMA journal_mode = WAL')
  sample.close()
  await index.$client.execute(String(made[0]?.sql))
  await index.$client.execute('PRAGMA journal_mode = WAL')
}

/** Calls `read` 200 times a second and prints how long each took; then as fast as it goes. */
async function run(name: string, read: (n: number) => Promise<number>): Promise<void> {
  for (let n = 0; n < 50; n++) await read(n)
  const took: number[] = []
  const spent: number[] = []
  const began = performance.now()
  for (let n = 0; n < rate * seconds; n++) {
    const due = began + (n * 1000) / rate
    if (due > performance.now()) await pause(due - performance.now())
    const [before, used] = [performance.now(), process.cpuUsage()]
    if ((await read(n)) !== 50) throw new Error(`${name}: not a whole page`)
    const { user, system } = process.cpuUsage(used)
    took.push(performance.now() - before)
    spent.push((user + system) / 1000)
  }
  const cpu = process.cpuUsage()
  for (let n = 0; n < 2000; n++) await read(n)
  const { user, system } = process.cpuUsage(cpu)
  const at = (share: number, times: number[]) =>
    (times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(2)
  console.log(
    `  ${name.padEnd(34)} our own time: median ${at(0.5, spent)} ms, p99 ${at(0.99, spent)} ms (bar: 2); by the clock ${at(0.5, took)}, p99 ${at(0.99, took)} ms, at ${rate}/s; ${Math.round(2000 / ((user + system) / 1e6))} pages/s of one core`,
  )
}

async function measureOurs(): Promise<void> {
  const db = await openDatabase('index', `file:${ours}`, { access: 'read' })
  const places: (FeedItem | undefined)[] = Array(feeds).fill(undefined)
  await run('SkyPanel, getFeedSkeleton’s query', async (n) => {
    const feed = n % feeds
    const cursor = n % 100 < feeds ? undefined : places[feed]
    const page = await listFeedItems(db, feed + 1, { cursor, limit: 50, hasReposts: false })
    places[feed] = page.at(-1)
    return page.length
  })
  db.$client.close()
}

/** bluesky-social/feed-generator, algos/whats-alf.ts: by indexedAt and cid, the place of the page as a time. */
async function measureSample(): Promise<void> {
  const db = new Sqlite(theirs)
  const first = db.prepare('SELECT * FROM post ORDER BY indexedAt DESC, cid DESC LIMIT 50')
  const next = db.prepare('SELECT * FROM post WHERE post.indexedAt < ? ORDER BY indexedAt DESC, cid DESC LIMIT 50')
  const few = { rate: count > 1_000_000 ? 2 : 4 }
  let place: string | undefined
  const took: number[] = []
  let pages = 0
  const cpu = process.cpuUsage()
  for (const until = performance.now() + 5000; performance.now() < until || pages < few.rate; pages++) {
    const before = performance.now()
    const page: { indexedAt: string }[] = place === undefined ? first.all() : next.all(place)
    place = page.at(-1)?.indexedAt
    took.push(performance.now() - before)
    if (pages > 200) break
  }
  const { user, system } = process.cpuUsage(cpu)
  took.sort((a, b) => a - b)
  console.log(
    `  ${'the official sample’s query'.padEnd(34)} median ${(took[Math.floor(took.length / 2)] ?? 0).toFixed(2)} ms, p99 ${(took.at(-1) ?? 0).toFixed(2)} ms one after the other; ${(pages / ((user + system) / 1e6)).toFixed(1)} pages/s of one core`,
  )
  db.close()
}
