// Events a second of the whole path (decode, verify, match, store), against @atproto/sync on the same frames.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { namesSomebody } from '#server/ingest/find-notices.ts'
import { readEvent } from '#server/ingest/read-event.ts'
import { receiveFrame } from '#server/ingest/read-frame.ts'
import { streamSettings } from '../tests/ingest/ingest-harness.ts'
import { startPlcDirectory } from '../tests/ingest/plc-directory.ts'
import { startReplayServer } from '../tests/ingest/replay-server.ts'
import { createMix, makeFeeds } from './live-mix.ts'
import { people, prepareFeeds } from './prepare-feeds.ts'

type Result = { events: number; wallMs: number; cpuMs: number; rssMb: number; posts: number; lost: number }

const accounts = 3000
/** Frames each way gets: enough for seconds of work, little enough that all of it ends within a minute. */
const ways = [
  { name: 'SkyPanel: kept posts verified, window, counts', way: 'skypanel', frames: 20_000 },
  { name: 'SkyPanel without a window', way: 'skypanel', frames: 20_000, settings: { WINDOW_HOURS: '0' } },
  { name: '@atproto/sync, unverified, the same rows', way: 'sync-same', frames: 6000 },
  { name: '@atproto/sync, unverified, kept posts only', way: 'sync-unverified', frames: 6000 },
  { name: '@atproto/sync, posts only, verified', way: 'sync-posts', frames: 3000 },
  { name: '@atproto/sync, all verified', way: 'sync', frames: 500 },
]

const started = Date.now()
const feeds = makeFeeds(Number(process.env.FEEDS ?? 100))
// Eleven posts in a hundred events, one in nine of them says "keep", some are wanted by the other feeds.
const mix = await createMix(20_000, accounts, 9, feeds)
const keptOf = (frames: number) => mix.keptBefore[frames] ?? 0
const bytes = mix.frames.reduce((sum, frame) => sum + frame.bytes.length, 0)
console.log(
  `ingest: ${mix.frames.length} signed frames of ${accounts} accounts, ${Math.round(bytes / mix.frames.length)} bytes each,`,
)
console.log(
  `        ${keptOf(mix.frames.length)} posts wanted by ${feeds.length} feeds (${((keptOf(mix.frames.length) / mix.frames.length) * 100).toFixed(1)} %), made in ${seconds(Date.now() - started)} s\n`,
)
const plc = await startPlcDirectory()
for (const { did, signer } of mix.repos) plc.register(did, signer.multikey)

/** The first ways in turn, so often: what else the machine does comes and goes. */
const rounds = 3
const rates = new Map<string, number[]>()
console.log(`${'way'.padEnd(46)} frames   events/s of one core     µs CPU/event   RSS MB`)
for (let round = 0; round < rounds; round++) {
  for (const { name, way, frames, settings = {} } of ways.filter(isChosen)) {
    if (round > 0 && frames < 6000) continue
    const { events, cpuMs, wallMs, rssMb, lost } = await measure(way, frames, settings)
    const rate = (events / cpuMs) * 1000
    rates.set(name, [...(rates.get(name) ?? []), rate])
    const numbers = [events, Math.round(rate), Math.round((cpuMs * 1000) / events), Math.round(rssMb)]
    console.log(
      `${name.padEnd(46)} ${numbers.map((n) => String(n).padStart(8)).join('     ')}   (${seconds(wallMs)} s, load ${loadavg()[0]?.toFixed(0)}${lost > 0 ? `, ${lost} events lost to errors` : ''})`,
    )
  }
}
const [ours = [], bare = [], ...others] = rates.values()
const names = [...rates.keys()].slice(2)
for (const [n, theirs] of others.entries()) {
  const ratios = [ours, bare].map((one) => `${ratio(one, theirs, middle)} (best of each: ${ratio(one, theirs, most)})`)
  console.log(`ratio to ${names[n]}: ${ratios[0]}, without a window ${ratios[1]}`)
}
console.log(`looking for ${people.length} people in every event: ${measureLooking().toFixed(2)} µs`)
await plc.close()

/** `WAYS=skypanel,sync-same` runs these only. */
function isChosen({ way }: { way: string }): boolean {
  return process.env.WAYS?.split(',').includes(way) ?? true
}

/** Runs one way over the first `frames` frames, in a process and a data folder of its own. */
async function measure(way: string, frames: number, settings: NodeJS.ProcessEnv): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-bench-'))
  const relay = await startReplayServer({ pace: 200 })
  relay.add(...mix.frames.slice(0, frames))
  const env = { ...streamSettings(dataDir, relay.url, plc.url), ...settings }
  await prepareFeeds(dataDir, env, feeds)
  try {
    const child = fork(join(import.meta.dirname, 'ingest-consumer.ts'), [way, String(frames)], {
      env: { ...process.env, ...env },
      execArgv: process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : [],
    })
    const result = await new Promise<Result>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Result))
      child.once('exit', (code) => reject(new Error(`${way} ended with ${code}`)))
    })
    // The library loses events when its own look-ups time out; nobody may keep what was not wanted.
    const missing = keptOf(frames) - result.posts
    if (missing < 0 || (missing > 0 && result.lost === 0)) {
      throw new Error(`${way} kept ${result.posts} of ${keptOf(frames)}`)
    }
    return result
  } finally {
    await relay.close()
    rmSync(dataDir, { recursive: true })
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

/** Of the rounds that both ran. */
function ratio(ours: number[], theirs: number[], choose: (list: number[]) => number): string {
  return (choose(ours.slice(0, theirs.length)) / choose(theirs)).toFixed(1)
}

function middle(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
}

function most(list: number[]): number {
  return Math.max(...list)
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}
