// Events a second of the whole path (decode, verify, match, store), against @atproto/sync on the same frames.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MainDatabase, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { createFeed } from '#db/queries/change-feeds.ts'
import { insertSession } from '#db/queries/sessions.ts'
import { recordSignIn } from '#db/queries/users.ts'
import { toRows } from '#feeds/definition-rows.ts'
import { readConfig } from '#server/config.ts'
import { namesSomebody } from '#server/ingest/find-notices.ts'
import { readEvent } from '#server/ingest/read-event.ts'
import { receiveFrame } from '#server/ingest/read-frame.ts'
import { keepFeed, streamSettings } from '../tests/ingest/ingest-harness.ts'
import { startPlcDirectory } from '../tests/ingest/plc-directory.ts'
import { startReplayServer } from '../tests/ingest/replay-server.ts'
import { createMix } from './live-mix.ts'

type Result = { wallMs: number; cpuMs: number; rssMb: number; posts: number; lost: number }

const accounts = 3000
/** Signed in here. */
const people = Array.from(
  { length: 100 },
  (_, i) =>
    `did:plc:${String(i)
      .replace(/./g, (n) => 'abcdefghij'[Number(n)] ?? '')
      .padStart(24, 'z')}`,
)
/** Frames each way gets: enough for seconds of work, little enough that all of it ends within a minute. */
const ways = [
  { name: 'SkyPanel: all decoded, kept posts verified', way: 'skypanel', frames: 20_000 },
  { name: '@atproto/sync, unverified', way: 'sync-unverified', frames: 6000 },
  { name: '@atproto/sync, posts only, verified', way: 'sync-posts', frames: 3000 },
  { name: '@atproto/sync, all verified', way: 'sync', frames: 500 },
]

const started = Date.now()
// Nine posts in a hundred events, one in nine of them wanted: about 1.2 % of the events are kept.
const mix = await createMix(20_000, accounts, 9)
const bytes = mix.frames.reduce((sum, frame) => sum + frame.bytes.length, 0)
console.log(
  `ingest: ${mix.frames.length} signed frames of ${accounts} accounts, ${Math.round(bytes / mix.frames.length)} bytes each,`,
)
console.log(
  `        ${mix.kept} posts wanted (${((mix.kept / mix.frames.length) * 100).toFixed(1)} %), made in ${seconds(Date.now() - started)} s\n`,
)
const plc = await startPlcDirectory()
for (const { did, signer } of mix.repos) plc.register(did, signer.multikey)

const rates: { name: string; rate: number }[] = []
console.log(`${'way'.padEnd(46)} frames   events/s of one core     µs CPU/event   RSS MB`)
for (const { name, way, frames } of ways) {
  const { cpuMs, wallMs, rssMb, lost } = await measure(way, frames)
  const rate = (frames / cpuMs) * 1000
  rates.push({ name, rate })
  const numbers = [frames, Math.round(rate), Math.round((cpuMs * 1000) / frames), Math.round(rssMb)]
  console.log(
    `${name.padEnd(46)} ${numbers.map((n) => String(n).padStart(8)).join('     ')}   (${seconds(wallMs)} s${lost > 0 ? `, ${lost} events lost to errors` : ''})`,
  )
}
const [ours, ...others] = rates
for (const { name, rate } of others) console.log(`ratio to ${name}: ${((ours?.rate ?? 0) / rate).toFixed(1)}`)
console.log(`looking for ${people.length} people in every event: ${measureLooking().toFixed(2)} µs`)
await plc.close()

/** Runs one way over the first `frames` frames, in a process and a data folder of its own. */
async function measure(way: string, frames: number): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-bench-'))
  const relay = await startReplayServer({ pace: 200 })
  relay.add(...mix.frames.slice(0, frames))
  const env = streamSettings(dataDir, relay.url, plc.url)
  await prepare(dataDir, env)
  try {
    const child = fork(join(import.meta.dirname, 'ingest-consumer.ts'), [way, String(frames)], {
      env: { ...process.env, ...env },
    })
    const result = await new Promise<Result>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Result))
      child.once('exit', (code) => reject(new Error(`${way} ended with ${code}`)))
    })
    child.kill('SIGKILL')
    const wanted = mix.frames.slice(0, frames).length === mix.frames.length ? mix.kept : result.posts
    if (result.posts !== wanted || result.posts === 0) throw new Error(`${way} kept ${result.posts} of ${wanted}`)
    return result
  } finally {
    await relay.close()
    rmSync(dataDir, { recursive: true })
  }
}

async function prepare(dataDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const main = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
  await migrateUp(main, { name: 'main', folder: readConfig(env).paths.migrations }, Date.now())
  const user = "('did:plc:bench', 'bench.test', 'administrator', 1, 1)"
  await main.$client.execute(`INSERT INTO users (did, handle, role, created_at, last_signed_in_at) VALUES ${user}`)
  await createFeed(main, 1, { slug: 'bench', title: 'bench', description: '' }, toRows(keepFeed), 1)
  await signIn(main)
  main.$client.close()
}

/** Whom likes, follows, replies and mentions are looked through for: none of them is named, as in nearly all of life. */
async function signIn(main: MainDatabase): Promise<void> {
  for (const did of people) {
    const userId = await recordSignIn(main, { did, handle: 'person.test' }, 1)
    const times = { createdAt: 1, lastSeenAt: 1, expiresAt: Date.now() + 3600_000 }
    await insertSession(main, { userId, tokenHash: did, kind: 'password', userAgent: '', ...times })
  }
}

/** What looking for them costs an event, in µs. */
function measureLooking(): number {
  const events = mix.frames.flatMap(({ bytes }) => {
    const { frame } = receiveFrame(bytes)
    const event = frame && 'body' in frame ? readEvent(frame) : undefined
    return event?.kind === 'commit' ? [event] : []
  })
  const known = new Set(people)
  const look = { has: (did: string) => known.has(did), others: [] }
  const round = () => events.filter((event) => namesSomebody(event.blocks, event.did, look)).length
  for (let warm = 0; warm < 3; warm++) round()
  const cpu = process.cpuUsage()
  for (let i = 0; i < 10; i++) round()
  const { user, system } = process.cpuUsage(cpu)
  return (user + system) / events.length / 10
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}
