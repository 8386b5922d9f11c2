// What somebody sees when their own server has ended the session that SkyPanel used.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createClient } from '@libsql/client'
import { useNetwork } from '../network.ts'
import { readFormTo } from '../read-form.ts'
import { startServer } from '../server.ts'
import { isSignedIn, send, signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const account = await network.createAccount(`ended-${randomBytes(2).toString('hex')}`)
const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
after(() => client.close())

/** Signed in here, with nothing left to act with: as a session that the server has revoked leaves it. */
async function signInEnded(): Promise<string> {
  const cookie = await signIn(server, account)
  await client.execute({ sql: 'DELETE FROM credentials WHERE did = ?', args: [account.did] })
  return cookie
}

test('a page leads to the form, says why, and leads back', async () => {
  const cookie = await signInEnded()
  const path = `/profile/${account.handle}?tab=replies`
  const answer = await send(server, { name: '', path, cookie })
  assert.equal(answer.status, 303)
  const place = answer.headers.get('location') ?? ''
  assert.match(place, /^\/sign-in\?/)
  const form = await (await send(server, { name: '', path: place, cookie })).text()
  assert.match(form, /Your server has ended the session/)
  assert.ok(form.includes(`name="next" value="${path}"`), form)
  assert.equal(await isSignedIn(server, cookie), false)
})

test('a button with JavaScript gets 401 as JSON, a form is led to signing in', async () => {
  const uri = `at://${account.did}/app.bsky.feed.post/3kaaaaaaaaaaa`
  const cookie = await signInEnded()
  const headers = { accept: 'application/json' }
  const asked = await send(server, { name: '', path: '/post/like', body: { uri }, cookie, headers })
  assert.equal(asked.status, 401)
  assert.match(asked.headers.get('content-type') ?? '', /json/)
  const again = await signInEnded()
  const referer = `${server.url}/profile/${account.handle}?tab=media`
  const posted = await send(server, {
    name: '',
    path: '/post/like',
    body: { uri },
    cookie: again,
    headers: { referer },
  })
  assert.equal(posted.status, 303)
  const place = new URL(posted.headers.get('location') ?? '', server.url)
  assert.equal(place.searchParams.get('next'), `/profile/${account.handle}?tab=media`)
  assert.equal(place.searchParams.get('ended'), '1')
})

test('who was never signed in is only asked to sign in', async () => {
  const uri = `at://${account.did}/app.bsky.feed.post/3kaaaaaaaaaaa`
  const headers = { referer: 'https://evil.example//evil.example/x' }
  const answer = await send(server, { name: '', path: '/post/like', body: { uri }, headers })
  const place = new URL(answer.headers.get('location') ?? '', server.url)
  assert.deepEqual([answer.status, place.origin, place.pathname], [303, server.url, '/sign-in'])
  assert.equal(place.searchParams.get('ended'), null)
  const form = await (await send(server, { name: '', path: place.pathname + place.search })).text()
  assert.ok(!form.includes('evil.example'))
})

/**
 * Forms that take more than a press, what is typed in them, and which status they answer once it is sent again. `isOurs`
 * for what this box saves without their server.
 */
const typed: { path: string; fields: Record<string, string>; status?: number; isOurs?: boolean }[] = [
  {
    path: '/settings/profile',
    fields: { name: 'Ended', bio: 'Two\n"lines" <b>', pronouns: '', website: '', was: '{"name": "", "bio": ""}' },
  },
  {
    path: '/lists/new',
    fields: { key: '3kaaaaaaaaaab', name: 'Kept & made', description: 'By lamps', purpose: 'curate' },
  },
  {
    path: '/starter-pack/create',
    fields: { key: '3kaaaaaaaaaac', name: 'Kept', description: 'As typed', people: 'ines.test' },
  },
  { path: '/feeds/new', fields: { title: 'Kept lamps', hashtags: '#lamps #wicks' }, isOurs: true },
  { path: '/feeds/build', fields: { title: 'Kept builder', do: 'preview' }, status: 200, isOurs: true },
  {
    path: '/settings/languages',
    fields: { language: 'nb', 'read-nb': 'on', was: '{"language":"","reads":[]}' },
    isOurs: true,
  },
  { path: '/settings/appearance', fields: { theme: 'dark', accent: 'moss', textSize: 'normal' }, isOurs: true },
  { path: '/settings/threads', fields: { order: 'newest', shape: 'linear', was: '{"order":"top","isTree":true}' } },
  { path: '/settings/following-feed', fields: { replies: 'on', was: '{"showsQuotes":true}' } },
  { path: '/moderation', fields: { adult: '', 'label nudity': 'hide', was: '{"adult":false}' } },
  { path: '/moderation/muted-words', fields: { op: 'mute', words: 'lamp oil\nwick trimmer' } },
  {
    path: '/report',
    fields: { subject: network.account('tomas').did, details: 'It is <i>spam</i>, twice' },
    status: 422,
  },
]

for (const [who, enter] of [
  ['signed out here', async () => ''],
  ['whose server has ended the session', signInEnded],
] as const) {
  test(`what somebody typed ${who} waits on a page, and is sent from there`, async () => {
    for (const { path, fields, status = 303, isOurs } of typed) {
      if (isOurs && enter === signInEnded) continue
      const answer = await send(server, { name: '', path, body: fields, cookie: await enter() })
      const html = await answer.text()
      assert.equal(answer.status, 401, `${path}: ${html.slice(0, 500)}`)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.ok(html.includes(`/sign-in?next=${encodeURIComponent(path)}`), path)
      assert.doesNotMatch(html, /<p class="body"[^>]*>\s*\{/, 'what a form was made with was not typed')
      const form = Object.fromEntries(readFormTo(html, path))
      for (const [name, value] of Object.entries(fields)) assert.equal(form[name], value, `${path}: ${name}`)
      const cookie = await signIn(server, account)
      const again = await send(server, { name: '', path, body: form, cookie })
      assert.equal(again.status, status, `${path}: ${(await again.text()).slice(0, 500)}`)
    }
  })
}

test('a file cannot be kept, and it is said; what is too large to be kept leads to signing in', async () => {
  const sendFile = (bytes: number) => {
    const body = new FormData()
    body.set('name', 'With a picture')
    body.set('avatar', new Blob([new Uint8Array(bytes)]), 'x.png')
    return fetch(`${server.url}/settings/profile`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url },
      body,
    })
  }
  const small = await sendFile(1000)
  assert.match(await small.text(), /With a picture.*A chosen file cannot be kept/s)
  const large = await sendFile(3_000_000)
  assert.equal(large.headers.get('location'), '/sign-in?next=%2Fsettings%2Fprofile')
})
