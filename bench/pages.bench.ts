// What pages cost: start, memory, a public profile from the cache beside a bare server, a timeline beside its upstream.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../deploy/build.ts'
import { networkVariable, type SeededNetwork, startSeededNetwork } from '../tests/network.ts'
import { type Box, cpuOf, memoryOf, startBox } from './start-box.ts'

await build(() => {})
const shared = process.env[networkVariable]
const own = shared ? undefined : await startSeededNetwork()
const network: SeededNetwork = own?.seeded ?? JSON.parse(shared ?? '')
const [reader] = network.accounts
if (!reader) throw new Error('nobody is seeded')

const began = performance.now()
const box = await startBox(network)
try {
  await get(`${box.url}/`)
  console.log(`start: first page after ${Math.round(performance.now() - began)} ms; node alone ${await startNode()} ms`)
  await measureProfile(box)
  await measureTimeline(box)
  const [web, stream] = [memoryOf(box.web), memoryOf(box.stream)]
  console.log(`memory after all that: web ${web.toFixed(0)} MB, stream ${stream.toFixed(0)} MB`)
} finally {
  await box.close()
  await own?.close()
}
process.exit()

async function get(url: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(url, { headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text.slice(0, 200)}`)
  return text
}

async function startNode(): Promise<number> {
  const before = performance.now()
  const child = fork(join(import.meta.dirname, 'plain-server.ts'), [import.meta.filename])
  await once(child, 'message')
  child.kill()
  return Math.round(performance.now() - before)
}

/** Requests, four at a time. @returns CPU of the process, in ms a request */
async function load(url: string, child: Box['web'], count: number, headers = {}): Promise<number> {
  const round = () => Promise.all(Array.from({ length: 4 }, () => get(url, headers)))
  for (let i = 0; i < 25; i++) await round()
  const before = cpuOf(child)
  for (let i = 0; i < count; i += 4) await round()
  return (cpuOf(child) - before) / count
}

async function measureProfile({ url, web }: Box) {
  const page = `${url}/profile/ines.test`
  const html = await get(page)
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-plain-'))
  writeFileSync(join(folder, 'page.html'), html)
  const peer = fork(join(import.meta.dirname, 'plain-server.ts'), [join(folder, 'page.html')])
  const [address] = (await once(peer, 'message')) as [AddressInfo]
  const ours = await load(page, web, 600)
  // Whoever has a cookie of any kind gets a page of their own, from the answers that are kept.
  const anew = await load(page, web, 400, { cookie: 'other=1' })
  const theirs = await load(`http://127.0.0.1:${address.port}/`, peer, 2000)
  peer.kill()
  rmSync(folder, { recursive: true })
  const posts = html.match(/<article/g)?.length ?? 0
  console.log(
    `a cached public profile of ${posts} posts: ${ours.toFixed(2)} ms CPU, ${Math.round(1000 / ours)} a second of one core`,
  )
  console.log(`  made anew each time: ${anew.toFixed(2)} ms CPU, ${Math.round(1000 / anew)} a second of one core`)
  console.log(
    `  the same bytes from node:http: ${theirs.toFixed(2)} ms; ours is ${(ours / theirs).toFixed(0)} times that`,
  )
}

/** Each page by a question of its own, so that nothing is remembered; the peer asks the person's server the same. */
async function measureTimeline({ url, web }: Box) {
  const fields = { handle: reader?.handle ?? '', password: reader?.password ?? '' }
  const form = {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams(fields),
  } as const
  const cookie = (await fetch(`${url}/auth/password`, form)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const session = await fetch(`${network.pdsUrl}/xrpc/com.atproto.server.createSession`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: fields.handle, password: fields.password }),
  })
  const { accessJwt } = (await session.json()) as { accessJwt: string }
  const direct = { authorization: `Bearer ${accessJwt}`, 'atproto-proxy': `${network.appviewDid}#bsky_appview` }
  const question = `${network.pdsUrl}/xrpc/app.bsky.feed.getTimeline?limit=50`
  await get(`${url}/?show=newest`, { cookie })
  const [pages, calls]: [number[], number[]] = [[], []]
  const time = async (into: number[], work: () => Promise<unknown>) => {
    const before = performance.now()
    await work()
    into.push(performance.now() - before)
  }
  const before = cpuOf(web)
  for (let i = 0; i < 60; i++) {
    await time(calls, () => get(question, direct))
    await time(pages, () => get(`${url}/?show=newest`, { cookie }))
  }
  const cpu = (cpuOf(web) - before) / 60
  const at = (times: number[], share: number) => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
  console.log(
    `a timeline, nothing of it kept: ${at(pages, 0.5).toFixed(0)} ms, p95 ${at(pages, 0.95).toFixed(0)} ms, ${cpu.toFixed(1)} ms CPU`,
  )
  console.log(
    `  its one upstream call alone: ${at(calls, 0.5).toFixed(0)} ms, p95 ${at(calls, 0.95).toFixed(0)} ms, slowest ${Math.max(...calls).toFixed(0)} ms`,
  )
}
