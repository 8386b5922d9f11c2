// What a page of 30 moderated posts costs with 300 muted words, in one run: our own work on what upstream has answered
// beside the library's matcher on the same posts, and all that `web` does for the page, upstream from memory, beside a
// page without posts. ONLY=name of a page, ROUNDS=requests, PROFILE=folder.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { smallHeap } from '#server/life/small-heap.ts'
import { build } from '../deploy/build.ts'
import { networkVariable, type SeededNetwork, startSeededNetwork } from '../tests/network.ts'
import type { Material } from './page-work.ts'
import { createRandomText } from './random-text.ts'
import { startRememberedUpstream } from './remember-upstream.ts'
import { cpuOf, memoryOf, startBox } from './start-box.ts'

const pageSize = 30
const rounds = Number(process.env.ROUNDS ?? 300)

await build(() => {})
const shared = process.env[networkVariable]
const own = shared ? undefined : await startSeededNetwork()
const network: SeededNetwork = own?.seeded ?? JSON.parse(shared ?? '')
const { rare } = createRandomText(7)
const mutedWords = Array.from({ length: 300 }, (_, index) => ({
  value: index % 8 === 0 ? `${rare()} ${rare()}` : rare(),
  targets: ['content', 'tag'],
  actorTarget: index % 5 === 0 ? 'exclude-following' : 'all',
}))

const answers: Material['answers'] = {}
const upstream = await startRememberedUpstream(network, (method, body) => {
  const answer = JSON.parse(body)
  if (method === 'app.bsky.actor.getPreferences') {
    answer.preferences.push({ $type: 'app.bsky.actor.defs#mutedWordsPref', items: mutedWords })
  }
  if (Array.isArray(answer.feed)) answer.feed = fill(answer.feed)
  answers[method] = JSON.stringify(answer)
  return answers[method]
})
const box = await startBox({ settings: { ...network.settings, ...upstream.settings } }, process.env.PROFILE)
try {
  const [reader] = network.accounts
  const body = new URLSearchParams({ handle: reader?.handle ?? '', password: reader?.password ?? '' })
  const headers = { origin: box.url }
  const signedIn = await fetch(`${box.url}/auth/password`, { method: 'POST', redirect: 'manual', headers, body })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const only = process.env.ONLY ?? ''
  let plain: number | undefined
  for (const [name, path, who] of [
    ['a page without posts', '/menu', cookie],
    ['a timeline', '/?show=newest', cookie],
    ['a profile', '/profile/marit.test', cookie],
    ['a public profile, as it is kept', '/profile/marit.test', ''],
    // Whoever has a cookie of any kind gets a page of their own.
    ['a public profile, made anew', '/profile/marit.test', 'other=1'],
  ] as const) {
    if (!name.includes(only)) continue
    const { ms, html } = await measure(box.url + path, who)
    plain ??= ms
    const posts = html.match(/<article/g)?.length ?? 0
    const size = `${(html.length / 1000).toFixed(0)} kB, ${(gzipSync(html).length / 1000).toFixed(1)} in gzip`
    console.log(`${name}: ${posts} posts, ${size}: ${ms.toFixed(2)} ms CPU, ${(ms / plain).toFixed(1)} times the first`)
  }
  await measureWork(reader)
  console.log(`memory: web ${memoryOf(box.web).toFixed(0)} MB, stream ${memoryOf(box.stream).toFixed(0)} MB`)
} finally {
  await box.close()
  await upstream.close()
  await own?.close()
}
process.exit()

type Item = { post: { uri: string; record: object } }

/** As many posts as a page has, all of them shown: what was said, again under other names, and in no conversation. */
function fill(items: Item[]): Item[] {
  return Array.from({ length: pageSize }, (_, at) => {
    const { post } = items[at % items.length] as Item
    const record = { ...post.record, reply: undefined }
    return { post: { ...post, record, uri: `${post.uri.slice(0, -2)}${String(at).padStart(2, '2')}` } }
  })
}

/** In a process of its own, which has the answers and no sockets. */
async function measureWork(person: { did: string; handle: string } | undefined) {
  if (!person) throw new Error('nobody is seeded')
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-work-'))
  const material: Material = { settings: network.settings, person, answers, mutedWords }
  writeFileSync(join(folder, 'material.json'), JSON.stringify(material))
  const child = fork(join(import.meta.dirname, 'page-work.ts'), [join(folder, 'material.json')], {
    execArgv: smallHeap.flags,
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('page-work.ts ended before it had measured anything')
  })
  const [{ posts, own, library, page }] = await Promise.race([once(child, 'message'), ended])
  rmSync(folder, { recursive: true })
  console.log(
    `our own work for the ${posts} posts of the timeline, from the answer in memory to HTML: ${own.toFixed(2)} ms; ` +
      `the library's matcher alone, same posts and words: ${library.toFixed(1)} ms, ${(library / own).toFixed(1)} times ours`,
  )
  console.log(`  the whole page so, without sockets: ${page.toFixed(2)} ms`)
}

async function measure(url: string, cookie: string) {
  const ask = async () => {
    const answer = await fetch(url, { headers: { cookie } })
    const html = await answer.text()
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
    return html
  }
  while (!(await fetch(url, { headers: { cookie } })).ok);
  for (let i = 0; i < 150; i++) await ask()
  const before = cpuOf(box.web)
  for (let i = 0; i < rounds; i++) await ask()
  return { ms: (cpuOf(box.web) - before) / rounds, html: await ask() }
}
