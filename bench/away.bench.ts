// `stream` after a time away: how fast it takes what it has missed, and whether it grows meanwhile. A whole hour at the rate
// of a busy day with EVENTS=2160000, some ten minutes of a quiet machine.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { choosePort } from '#demo/choose-port.ts'
import { smallHeap } from '#server/life/small-heap.ts'
import { build } from '../deploy/build.ts'
import { streamSettings } from '../tests/ingest/ingest-harness.ts'
import { makeFeeds } from './live-mix.ts'
import { prepareFeeds } from './prepare-feeds.ts'
import { cpuOf, memoryOf } from './start-box.ts'

const events = Number(process.env.EVENTS ?? 60_000)
/** Of the live rate, events a second. */
const rate = 600
const app = join(import.meta.dirname, '..', 'dist', 'server', 'app', 'stream.js')

if (!process.env.BUILT) await build(() => {})
const relay = fork(join(import.meta.dirname, 'away-relay.ts'), [String(events)])
const [{ port: relayPort }] = (await once(relay, 'message')) as [{ port: number }]
const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-away-'))
const settings = streamSettings(dataDir, `ws://127.0.0.1:${relayPort}`, `http://127.0.0.1:${relayPort}`)
await prepareFeeds(dataDir, settings, makeFeeds(100))
const port = await choosePort(26_000)
const env = { ...process.env, ...settings, PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'error' }
const stream = fork(app, { env: { ...env, ...smallHeap.environment }, execArgv: smallHeap.flags })
try {
  await once(stream, 'message')
  console.log(`away: ${events} events that were missed, ${(events / rate).toFixed(0)} s at ${rate} a second`)
  const began = performance.now()
  const tenth = events / 10
  let [from, next, most] = [{ cursor: 0, cpu: cpuOf(stream) }, tenth, 0]
  const begin = from
  for (let cursor = 0; cursor < events; await pause(250)) {
    cursor = (await health()).cursor ?? 0
    most = Math.max(most, memoryOf(stream))
    if (cursor < next) continue
    const now = { cursor, cpu: cpuOf(stream) }
    say(now, from)
    ;[from, next] = [now, next + tenth]
  }
  const took = (performance.now() - began) / 1000
  const core = (events / (cpuOf(stream) - begin.cpu)) * 1000
  console.log(
    `  all of it: ${took.toFixed(0)} s by the clock (${(events / took / rate).toFixed(1)}× the live rate), ${Math.round(core)} events/s of one core: ${(core / rate).toFixed(1)}× (bar: 10×); RSS at most ${most.toFixed(0)} MB`,
  )
} finally {
  stream.kill('SIGKILL')
  relay.disconnect()
  rmSync(dataDir, { recursive: true })
}
process.exit()

type Mark = { cursor: number; cpu: number }

function say(now: Mark, from: Mark): void {
  const core = ((now.cursor - from.cursor) / (now.cpu - from.cpu)) * 1000
  console.log(
    `  ${String(now.cursor).padStart(8)} events: RSS ${memoryOf(stream).toFixed(0)} MB, ${Math.round(core)} events/s of one core, load ${loadavg()[0]?.toFixed(0)}`,
  )
}

async function health(): Promise<{ cursor?: number }> {
  const answer = await fetch(`http://127.0.0.1:${port + 1}/healthz`)
  return (await answer.json()) as { cursor?: number }
}
