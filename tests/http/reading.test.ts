// Reading over HTTP: what each page answers, signed in and out, how large it is, and what it says when upstream is down.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send, signIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const cookie = await signIn(server, network.account('marit'))
const uri = (key: string) => network.posts[key]?.uri ?? ''
const post = (key: string) => {
  const [, , did, , rkey] = uri(key).split('/')
  return `/profile/${did}/post/${rkey}`
}

testScenarios(server, [
  { name: 'the front door', path: '/', status: 200, contains: ['A quiet place to read', 'action="/auth/'] },
  { name: 'the timeline', path: '/', cookie, status: 200, contains: ['<h1>Home</h1>', 'class="acts"'] },
  {
    name: 'a profile',
    path: '/profile/ines.test',
    status: 200,
    contains: ['Inês Carvalho', '@ines.test', 'class="banner"', 'Pinned', '<bdi>'],
    lacks: ['class="acts"'],
  },
  {
    name: 'a profile by DID',
    path: `/profile/${network.account('ines').did}`,
    status: 200,
    contains: ['Inês Carvalho'],
  },
  { name: 'a profile with an @', path: '/profile/@INES.test', status: 200, contains: ['Inês Carvalho'] },
  { name: 'a tab', path: '/profile/ines.test?tab=media', status: 200, contains: ['class="pic'] },
  { name: 'a tab that is none', path: '/profile/ines.test?tab=x', status: 200, contains: ['Pinned'] },
  {
    name: 'an address that is none',
    path: '/nothing/here',
    status: 404,
    contains: ['There is nothing at this address.'],
    lacks: ['deleted', 'handle may'],
  },
  { name: 'nobody', path: '/profile/nobody.test', status: 404, contains: ['There is no page here'] },
  {
    name: 'nobody, for a program',
    path: '/profile/nobody.test',
    headers: { accept: 'application/json' },
    status: 404,
    contains: ['{"error":'],
    lacks: ['<html'],
  },
  {
    name: 'nobody, for a browser that would take JSON too',
    path: '/profile/nobody.test',
    headers: { accept: 'text/html, application/json;q=0.5' },
    status: 404,
    contains: ['There is no page here'],
  },
  { name: 'no handle', path: '/profile/..%2f..%2fsign-in', status: 404 },
  { name: 'markup as handle', path: '/profile/%3Cscript%3E', status: 404, lacks: ['<script>alert'] },
  {
    name: 'an account for signed-in people, signed out',
    path: '/profile/yael.test',
    status: 403,
    contains: ['Only for people who are signed in', '/sign-in?next='],
    lacks: ['יעל'],
  },
  { name: 'the same, signed in', path: '/profile/yael.test', cookie, status: 200, contains: ['יעל'] },
  {
    name: 'a thread',
    path: post('sleeper'),
    status: 200,
    contains: ['Barcelona–Hendaye', 'href="/hashtag/NightTrains"', 'class="replies"', 'ALT', 'width="900"'],
    lacks: ['<textarea'],
  },
  { name: 'a thread, signed in', path: post('sleeper'), cookie, status: 200, contains: ['<textarea', 'name="rkey"'] },
  {
    name: 'replies in another order',
    path: `${post('sleeper')}?sort=newest`,
    status: 200,
    contains: [/sort=newest#replies"[^>]*aria-current="true"/],
  },
  { name: 'a post that never was', path: '/profile/ines.test/post/3aaaaaaaaaaaa', status: 404 },
  { name: 'a post of a person who blocks', path: post('fence-shout'), cookie, status: 403 },
  { name: 'the feed of nobody', path: '/profile/ines.test/feed/none', status: 404 },
  { name: 'a hashtag', path: '/hashtag/NightTrains', cookie, status: 200, contains: ['#NightTrains'] },
  { name: 'no hashtag', path: '/hashtag/%20', status: 404 },
  { name: 'writing, signed out', path: '/compose', status: 303, location: '/sign-in?next=%2Fcompose' },
  { name: 'writing', path: '/compose?text=%3Cb%3E', cookie, status: 200, contains: ['&lt;b'], lacks: ['<b>'] },
  {
    name: 'a card of a post, to put into a page',
    path: `/post/card?uri=${encodeURIComponent(uri('wren-weight'))}&back=//evil.example`,
    cookie,
    status: 200,
    contains: [/^<li>/, 'name="back" value="/"'],
    lacks: ['<html', 'evil.example'],
  },
  { name: 'a card of nothing', path: '/post/card?uri=x', cookie, status: 400 },
])

for (const [path, who] of [
  ['/profile/ines.test', cookie],
  ['/profile/tomas.test?tab=replies', cookie],
  [post('sleeper'), cookie],
  [post('poll'), cookie],
] as const) {
  test(`thirty posts like those of ${path.replace(/did:plc:\w+/, 'did')} weigh at most 15 kB`, async () => {
    const html = await (await send(server, { name: path, path, cookie: who })).text()
    const posts = html.match(/<article/g)?.length ?? 0
    assert.ok(posts >= 5, `${posts} posts`)
    const bytes = gzipSync(html, { level: 9 }).length
    // What the page weighs without posts counts once, what a post weighs thirty times.
    const shell = gzipSync(html.replace(/<article.*<\/article>/s, ''), { level: 9 }).length
    const thirty = shell + ((bytes - shell) / posts) * 30
    assert.ok(thirty <= 15_000, `${Math.round(thirty)} bytes: ${bytes} with ${posts} posts, ${shell} without`)
  })
}

const client = join(import.meta.dirname, '..', '..', 'dist', 'client')
const weigh = (files: Iterable<string>) =>
  [...files]
    .map((file) => gzipSync(readFileSync(join(client, file)), { level: 9 }).length)
    .reduce((sum, size) => sum + size, 0)

/** The scripts a page loads, and what those import in turn; what only a press of a button brings is left out. */
function scriptsOf(html: string): Set<string> {
  const found = new Set(Array.from(html.matchAll(/<script[^>]+src="([^"]+)"/g), ([, src = '']) => src))
  for (const file of found) {
    const code = readFileSync(join(client, file), 'utf8')
    for (const [, name = ''] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) found.add(`/_astro/${name}`)
  }
  return found
}

for (const path of ['/', '/compose', '/notifications', '/search?q=train', '/profile/ines.test', post('sleeper')]) {
  test(`scripts of ${path.replace(/did:plc:\w+/, 'did')} weigh at most 30 kB`, async () => {
    const scripts = scriptsOf(await (await send(server, { name: path, path, cookie })).text())
    assert.ok(scripts.size > 0 && weigh(scripts) <= 30_000, `${weigh(scripts)} bytes of ${[...scripts].join(', ')}`)
  })
}

test('styles weigh at most 15 kB', () => {
  const styles = globSync('_astro/*.css', { cwd: client })
  assert.ok(styles.length > 0 && weigh(styles) <= 15_000, `${weigh(styles)} bytes`)
})

test('says so when an account is deactivated', async () => {
  const { handle, password } = await network.createAccount(`away-${randomBytes(2).toString('hex')}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  await agent.com.atproto.server.deactivateAccount({})
  await waitFor('the AppView knows', async () => {
    const answer = await send(server, { name: 'profile', path: `/profile/${agent.did}`, cookie })
    const html = await answer.text()
    return answer.status === 410 && html.includes('This account is deactivated.')
  })
})

test('says so when the AppView does not answer', async () => {
  const alone = await startServer(network, { settings: { APPVIEW_URL: 'http://127.0.0.1:9' } })
  try {
    for (const path of ['/profile/ines.test', post('sleeper'), '/hashtag/x']) {
      const answer = await send(alone, { name: path, path })
      const html = await answer.text()
      assert.equal(answer.status, 502, path)
      assert.match(html, /Bluesky did not answer/)
      assert.match(html, new RegExp(`href="${path}"[^>]*>Try again`))
    }
    assert.equal((await send(alone, { name: 'front door', path: '/' })).status, 200)
  } finally {
    await alone.close()
  }
})
