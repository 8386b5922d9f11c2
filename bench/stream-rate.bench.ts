// `stream` as the supervisor starts it: how late its event loop is and what it holds at 600 events a second, and how fast
// it catches up. Peers in the same run: a process that does nothing but the same timer; `@atproto/sync`.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { choosePort } from '#demo/choose-port.ts'
import { smallHeap } from '#server/life/small-heap.ts'
import { build } from '../deploy/build.ts'
import { streamSettings } from '../tests/ingest/ingest-harness.ts'
import { startPlcDirectory } from '../tests/ingest/plc-directory.ts'
import { startReplayServer } from '../tests/ingest/replay-server.ts'
import { createMix, makeFeeds } from './live-mix.ts'
import { lookAtLoop } from './look-at-loop.ts'
import { prepareFeeds } from './prepare-feeds.ts'
import type { LoopLook } from './watch-loop.ts'

const rate = 600
const seconds = { warm: 3, measured: 12 }
/** Events a second of the network on an ordinary day (240 to 340 in November 2025). */
const liveRate = 340
const left = Number(process.env.CATCH_UP ?? 9000)
const probe = ['--import', join(import.meta.dirname, 'watch-loop.ts')]
const app = join(import.meta.dirname, '..', 'dist', 'server', 'app', 'stream.js')

await build(() => {})
const feeds = makeFeeds(100)
const paced = rate * (seconds.warm + seconds.measured)
const mix = await createMix(paced + left, 3000, 9, feeds)
const plc = await startPlcDirectory()
for (const { did, signer } of mix.repos) plc.register(did, signer.multikey)
const relay = await startReplayServer({ pace: 200 })
const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-rate-'))
const settings = streamSettings(dataDir, relay.url, plc.url)
await prepareFeeds(dataDir, settings, feeds)
const port = await choosePort(26_000)
const env = { ...process.env, ...settings, PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'error' }
const stream = fork(app, { env: { ...env, ...smallHeap.environment }, execArgv: [...smallHeap.flags, ...probe] })
const idle = fork(join(import.meta.dirname, 'watch-loop.ts'), { execArgv: [] })
try {
  await new Promise((resolve) => stream.once('message', resolve))
  await until(async () => (await health()).connections > 0)
  await feed(seconds.warm)
  await Promise.all([lookAtLoop(stream), lookAtLoop(idle)])
  await feed(seconds.measured, seconds.warm * rate)
  const [ours, machine] = await Promise.all([lookAtLoop(stream), lookAtLoop(idle)])
  const say = (name: string, { p50, p99, most }: Pick<LoopLook, 'p50' | 'p99' | 'most'>) =>
    console.log(`  ${name.padEnd(34)} median ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, longest ${most.toFixed(0)} ms`)
  console.log(`stream-rate: ${rate} events/s for ${seconds.measured} s; how late the event loop is (bar: 20 ms)`)
  say('stream', ours)
  say('stream, by its own CPU', ours.own)
  say('a process that does nothing', machine)
  console.log(`  ${'load of the machine'.padEnd(34)} ${loadavg()[0]?.toFixed(1)}`)
  console.log(`  RSS of stream ${ours.rss.toFixed(0)} MB (bar: 150 MB at the live rate, ${liveRate}/s)`)
  await catchUp(ours.rss)
} finally {
  stream.kill('SIGKILL')
  idle.kill('SIGKILL')
  await relay.close()
  await plc.close()
  rmSync(dataDir, { recursive: true })
}
process.exit()

/** Sends `rate` frames a second for `time` seconds, beginning with the frame number `from`. */
async function feed(time: number, from = 0): Promise<void> {
  const began = performance.now()
  for (let sent = 0; sent < time * rate; ) {
    const due = Math.min(time * rate, Math.floor(((performance.now() - began) / 1000) * rate))
    if (due > sent) relay.add(...mix.frames.slice(from + sent, from + due))
    sent = Math.max(sent, due)
    await pause(10)
  }
}

/** All that is left at once, as after a time away; the queue must stay bounded and the memory where it was. */
async function catchUp(before: number): Promise<void> {
  const { cpu } = await lookAtLoop(stream)
  const began = performance.now()
  relay.add(...mix.frames.slice(paced))
  let [most, rss] = [0, 0]
  for (const last = paced + left; ; await pause(100)) {
    const { cursor, queued } = await health()
    most = Math.max(most, queued)
    if (cursor === last) break
  }
  const took = (performance.now() - began) / 1000
  const after = await lookAtLoop(stream)
  rss = after.rss
  const core = left / ((after.cpu - cpu) / 1000)
  console.log(
    `  catching up: ${Math.round(left / took)} events/s by the clock, ${Math.round(core)} of one core: ${(core / liveRate).toFixed(0)}× the live rate (bar: 10×)`,
  )
  console.log(
    `  at most ${most} frames waiting; RSS ${before.toFixed(0)} → ${rss.toFixed(0)} MB; loop at most ${after.most.toFixed(0)} ms late, ${after.own.most.toFixed(0)} by its own CPU`,
  )
}

async function health(): Promise<{ cursor: number; queued: number; connections: number }> {
  const answer = await fetch(`http://127.0.0.1:${port + 1}/healthz`)
  const whole = (await answer.json()) as Record<string, unknown>
  return (whole.ingest ?? whole) as Awaited<ReturnType<typeof health>>
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await isSo().catch(() => false)); await pause(50)) {
    if (Date.now() > end) throw new Error('stream does not connect')
  }
}
