// What an embed weighs beside our own page of the same posts, and what it costs to send one that was made before,
// beside a plain node:http server with the same bytes, in one run.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get as request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from '../deploy/build.ts'
import { networkVariable, type SeededNetwork, startSeededNetwork } from '../tests/network.ts'
import { type Box, cpuOf, startBox } from './start-box.ts'

await build(() => {})
const shared = process.env[networkVariable]
const own = shared ? undefined : await startSeededNetwork()
const network: SeededNetwork = own?.seeded ?? JSON.parse(shared ?? '')
const [, , listBy = '', , listKey = ''] = network.lists['railway-people']?.uri.split('/') ?? []
const page = `/profile/${listBy}/lists/${listKey}`
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const box = await startBox(network)
try {
  await weigh(box)
  await load(box)
} finally {
  agent.destroy()
  await box.close()
  await own?.close()
}
process.exit()

/** As it is, not compressed. */
function ask(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) resolve(text)
        else reject(new Error(`${url}: ${answer.statusCode} ${text.slice(0, 200)}`))
      })
    })
    asked.on('error', reject)
  })
}

function kilobytes(...texts: (string | Buffer)[]): string {
  return `${(texts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0) / 1000).toFixed(1)} kB`
}

async function weigh({ url }: Box): Promise<void> {
  const embed = await ask(`${url}/embed${page}?limit=30`)
  const script = readFileSync(join(import.meta.dirname, '..', 'public', 'frame.js'))
  const posts = embed.match(/<article/g)?.length ?? 0
  const html = await ask(url + page)
  const files = [...html.matchAll(/(?:href|src)="(\/_astro\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? '')
  const parts = await Promise.all([...new Set(files)].map((path) => ask(url + path)))
  console.log(`an embed of ${posts} posts, style in it: ${kilobytes(embed)}; with the script that tells its height`)
  console.log(`  ${kilobytes(embed, script)}. The bar is 12. Pictures come apart, when they are scrolled to.`)
  console.log(`  our page of the same posts: ${kilobytes(html)}, with styles and scripts ${kilobytes(html, ...parts)}`)
  console.log('  the official embed of one post: 152 kB (measured before, not in this run)')
}

/** Sixteen at a time. @returns requests a second, and CPU of the process, in ms a request */
async function measure(url: string, child: Box['web'], count: number) {
  let left = count
  const work = async () => {
    while (left-- > 0) await ask(url)
  }
  const [before, began] = [cpuOf(child), performance.now()]
  await Promise.all(Array.from({ length: 16 }, work))
  return { rate: count / ((performance.now() - began) / 1000), cpu: (cpuOf(child) - before) / count }
}

async function load({ url, web }: Box): Promise<void> {
  const embed = `${url}/embed${page}?limit=30`
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-plain-'))
  writeFileSync(join(folder, 'page.html'), await ask(embed))
  const peer = fork(join(import.meta.dirname, 'plain-server.ts'), [join(folder, 'page.html')])
  const [address] = (await once(peer, 'message')) as [AddressInfo]
  const plain = `http://127.0.0.1:${address.port}/`
  for (const [place, child] of [
    [embed, web],
    [plain, peer],
  ] as const)
    await measure(place, child, 2000)
  const [ours, theirs] = [await measure(embed, web, 10_000), await measure(plain, peer, 10_000)]
  peer.kill()
  rmSync(folder, { recursive: true })
  const say = ({ rate, cpu }: typeof ours) => `${Math.round(rate)} requests/s, ${cpu.toFixed(3)} ms CPU each`
  console.log(`an embed that was made before: ${say(ours)}`)
  console.log(
    `  the same bytes from node:http: ${say(theirs)}; ours costs ${(ours.cpu / theirs.cpu).toFixed(1)} times that`,
  )
}
