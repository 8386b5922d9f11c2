// How long every page takes while upstream does not answer, answers late, refuses or talks nonsense, on a box that has kept
// nothing. A few at a time, after upstream has recovered from those before, so that each waits for as long as it ever will.
// The peers: the bare call upstream, and a page that asks nobody, among each few. ONLY=hang for one kind, EACH=1 for every page.
import { setTimeout as pause } from 'node:timers/promises'
import { build } from '../deploy/build.ts'
import { startHostileNetwork } from '../tests/hostile-network.ts'
import type { Mood } from '../tests/hostile-proxy.ts'
import { listReadPages } from '../tests/http/read-pages.ts'
import { networkVariable, type SeededNetwork, startSeededNetwork } from '../tests/network.ts'
import { startBox } from './start-box.ts'

const bar = 3000
/** As many at a time as do not wait for each other. */
const few = 8
/** The peer is given up after this (ms). */
const longest = 10_000
const kinds: [name: string, mood: Mood][] = [
  ['nothing comes', 'hang'],
  ['answers after 2 s', 'slow'],
  ['down: connections are closed', 'close'],
  ['429', 'pause'],
  ['500', 'fail'],
  ['nonsense', 'nonsense'],
]

await build(() => {})
const shared = process.env[networkVariable]
const own = shared ? undefined : await startSeededNetwork()
const network: SeededNetwork = own?.seeded ?? JSON.parse(shared ?? '')
const [reader] = network.accounts
const upstream = await startHostileNetwork(network)
try {
  for (const [name, mood] of kinds) {
    if (process.env.ONLY !== undefined && process.env.ONLY !== mood) continue
    await measure(name, mood)
  }
} finally {
  await upstream.close()
  await own?.close()
}
process.exit()

async function measure(name: string, mood: Mood): Promise<void> {
  const box = await startBox({ settings: { ...network.settings, ...upstream.settings } })
  try {
    const body = new URLSearchParams({ handle: reader?.handle ?? '', password: reader?.password ?? '' })
    const headers = { origin: box.url }
    const signedIn = await fetch(`${box.url}/auth/password`, { method: 'POST', redirect: 'manual', headers, body })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const pages = await listReadPages(network, box.url)
    const asked = [
      ...[...pages.public, ...pages.own].map((path) => ({ path, who: cookie })),
      ...[...pages.public, ...pages.documents].map((path) => ({ path, who: '' })),
    ]
    if (cookie === '') throw new Error(`nobody is signed in: ${signedIn.status} ${await signedIn.text()}`)
    const times: Timed[] = []
    let idle = 0
    for (let from = 0; from < asked.length; from += few) {
      upstream.setMood(mood)
      const plain = time(`${box.url}/keyboard`, {})
      const part = asked.slice(from, from + few)
      times.push(...(await Promise.all(part.map(({ path, who }) => time(box.url + path, { cookie: who })))))
      idle = Math.max(idle, (await plain).ms)
      upstream.setMood('fine')
      for (const who of [cookie, '']) await recover(box.url, who)
    }
    upstream.setMood(mood)
    const peer = await time(`${upstream.settings.APPVIEW_URL}/xrpc/app.bsky.actor.getProfile?actor=ines.test`, {})
    const rows = asked
      .map(({ path, who }, at) => ({ path, who: who ? 'signed in' : 'signed out', ...times[at] }))
      .sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0))
    const [slowest] = rows
    const late = rows.filter(({ ms = 0 }) => ms > bar).length
    console.log(
      `${name}: ${rows.length} pages, median ${at(rows, 0.5)} ms, slowest ${Math.round(slowest?.ms ?? 0)} ms ` +
        `(${slowest?.path}, ${slowest?.who}), ${late} over ${bar} ms; ` +
        `the bare call ${peer.said}, a page that asks nobody ${Math.round(idle)} ms at most`,
    )
    const shown = process.env.EACH ? rows : rows.slice(0, late)
    for (const { path, who, ms = 0, said } of shown) console.log(`  ${Math.round(ms)} ms  ${path}, ${who}: ${said}`)
  } finally {
    upstream.setMood('fine')
    await box.close()
  }
}

function at(rows: { ms?: number }[], share: number): number {
  return Math.round(rows[Math.floor(rows.length * share)]?.ms ?? 0)
}

/** Until upstream is asked again. */
async function recover(url: string, cookie: string): Promise<void> {
  const name = () => Math.random().toString(36).slice(2, 10)
  while (!(await fetch(`${url}/hashtag/${name()}`, { headers: { cookie } })).ok) await pause(100)
}

type Timed = Awaited<ReturnType<typeof time>>

/** From the question to the last byte of its answer. */
async function time(url: string, headers: Record<string, string>) {
  const before = performance.now()
  const signal = AbortSignal.timeout(longest)
  const said = await fetch(url, { headers, redirect: 'manual', signal }).then(
    async (answer) => `${(await answer.arrayBuffer()).byteLength} bytes, ${answer.status}`,
    () => undefined,
  )
  const ms = performance.now() - before
  const end = said === undefined && ms >= longest ? `gives nothing in ${longest} ms` : undefined
  return { ms, said: end ?? `${said ?? 'breaks'} after ${Math.round(ms)} ms` }
}
