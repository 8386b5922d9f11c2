// Events a second of the whole path (decode, verify, match, store), against @atproto/sync on the same frames. All ways are
// started first and then take the same slices of the stream in turn, each within a second of the others: what else the
// machine does, it does to all of them.
import { loadavg } from 'node:os'
import { namesSomebody } from '#server/ingest/find-notices.ts'
import { readEvent } from '#server/ingest/read-event.ts'
import { receiveFrame } from '#server/ingest/read-frame.ts'
import { startPlcDirectory } from '../tests/ingest/plc-directory.ts'
import { type RunningWay, startWay, type Way } from './ingest-way.ts'
import { createMix, type Mix, makeFeeds } from './live-mix.ts'
import { people } from './prepare-feeds.ts'

type Turn = { ways: Way[]; mix: Mix; warm: number; slice: number }

const bare = { WINDOW_HOURS: '0' }
/** The first is what the others are compared with. */
const unverified: Way[] = [
  { name: 'SkyPanel: kept posts verified, window, counts', way: 'skypanel' },
  { name: 'SkyPanel without a window', way: 'skypanel', settings: bare },
  { name: '@atproto/sync, unverified, the same rows', way: 'sync-same' },
  { name: '@atproto/sync, unverified, kept posts only', way: 'sync-unverified' },
]
const verified: Way[] = [
  { name: 'SkyPanel, every commit verified', way: 'skypanel-all' },
  { name: '@atproto/sync, posts only, verified', way: 'sync-posts' },
  { name: '@atproto/sync, all verified', way: 'sync' },
]

const started = Date.now()
const feeds = makeFeeds(Number(process.env.FEEDS ?? 100))
const slices = Number(process.env.SLICES ?? 5)
/** A slice is more than may wait, so that all of them work as in catching up. */
const [warm, slice] = [5000, 5000]
// Eleven posts in a hundred events, one in nine of them says "keep", some are wanted by the other feeds.
const mix = await createMix(warm + slices * slice, 3000, 9, feeds)
// Keys are known before counting begins: they are asked for once, and kept.
const few = await createMix(1250, 100, 9, feeds)
const kept = mix.keptBefore.at(-1) ?? 0
const bytes = mix.frames.reduce((sum, frame) => sum + frame.bytes.length, 0)
console.log(
  `ingest: ${mix.frames.length} signed frames of ${mix.repos.length} accounts, ${Math.round(bytes / mix.frames.length)} bytes each,`,
)
console.log(
  `        ${kept} posts wanted by ${feeds.length} feeds (${((kept / mix.frames.length) * 100).toFixed(1)} %), made in ${((Date.now() - started) / 1000).toFixed(0)} s\n`,
)
const plc = await startPlcDirectory()
for (const { did, signer } of [...mix.repos, ...few.repos]) plc.register(did, signer.multikey)
console.log(`${'way'.padEnd(46)}   events/s of one core, all and its slices       µs CPU/event   RSS MB`)
await measure({ ways: unverified, mix, warm, slice })
await measure({ ways: verified, mix: few, warm: 500, slice: 250 })
console.log(`looking for ${people.length} people in every event: ${measureLooking().toFixed(2)} µs`)
await plc.close()

async function measure({ ways, mix, warm, slice }: Turn): Promise<void> {
  const running: RunningWay[] = []
  // `WAYS=skypanel,sync-same` runs these only.
  const chosen = ways.filter(({ way }) => process.env.WAYS?.split(',').includes(way) ?? true)
  for (const way of chosen) running.push(await startWay(way, plc.url, feeds))
  try {
    for (let from = 0, turn = 0; from < mix.frames.length; turn++) {
      const to = from === 0 ? warm : from + slice
      const frames = mix.frames.slice(from, to)
      // Each begins as often as the others.
      const first = turn % Math.max(1, running.length)
      for (const one of [...running.slice(first), ...running.slice(0, first)]) {
        check(one, mix, to, await one.take(frames))
      }
      from = to
    }
    report(running)
  } finally {
    await Promise.all(running.map((one) => one.stop()))
  }
}

/** The library loses events when its own look-ups time out; nobody may keep what was not wanted. */
function check({ way }: RunningWay, { keptBefore }: Mix, frames: number, took: { posts: number; lost: number }): void {
  const missing = (keptBefore[frames] ?? 0) - took.posts
  if (missing < 0 || (missing > 0 && took.lost === 0)) throw new Error(`${way} kept ${took.posts}, too many or too few`)
}

/** The first slice is not counted: what is loaded and compiled with it is not what a stream costs. */
function report(running: RunningWay[]): void {
  for (const { name, slices } of running) {
    const counted = slices.slice(1)
    const events = counted.reduce((sum, one) => sum + one.events, 0)
    const cpuMs = counted.reduce((sum, one) => sum + one.cpuMs, 0)
    const each = counted.map((one) => Math.round((one.events / one.cpuMs) * 1000)).join(' ')
    const lost = slices.at(-1)?.lost ?? 0
    console.log(
      `${name.padEnd(46)} ${String(Math.round((events / cpuMs) * 1000)).padStart(7)} (${each})  ${((cpuMs * 1000) / events).toFixed(0).padStart(5)}  ${Math.round(slices.at(-1)?.rssMb ?? 0)}${lost > 0 ? ` (${lost} events lost to errors)` : ''}`,
    )
  }
  console.log(`load ${loadavg()[0]?.toFixed(0)}`)
  const ours = running.filter(({ way }) => way.startsWith('skypanel'))
  const theirs = running.filter(({ way }) => !way.startsWith('skypanel'))
  for (const one of ours)
    for (const other of theirs) console.log(`${one.name} against ${other.name}: ${ratio(one, other)}`)
  console.log('')
}

/** Of the CPU of all slices, and of the slices one by one. */
function ratio(one: RunningWay, other: RunningWay): string {
  const [a, b] = [one, other].map(({ slices }) => slices.slice(1).map(({ cpuMs }) => cpuMs)) as [number[], number[]]
  const sum = (list: number[]) => list.reduce((total, cpuMs) => total + cpuMs, 0)
  const each = a.map((cpuMs, n) => (b[n] ?? Number.NaN) / cpuMs).toSorted((x, y) => x - y)
  const [least, middle, most] = [each[0], each[Math.floor(each.length / 2)], each.at(-1)].map((n) => n?.toFixed(1))
  return `${(sum(b) / sum(a)).toFixed(2)} times the CPU (slices ${least} to ${most}, middle ${middle})`
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
