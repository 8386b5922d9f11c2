// Who comes into a box, from its first minute on: the code, the sign-up policy, invitations, roles, suspension, removal.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { isSignedIn, send } from './scenario.ts'

const network = await useNetwork()
const suffix = randomBytes(2).toString('hex')
let server: TestServer
let boss: Account
let head: Person
const accounts = new Map<string, Account>()

before(async () => {
  server = await startServer(network, { settings: { SETUP_CODE: 'true', SIGN_UP: '' } })
  boss = await network.createAccount(`ppl-boss-${suffix}`)
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    accounts.set(name, await network.createAccount(`ppl-${name}-${suffix}`))
  }
})
after(() => server?.close())

const account = (name: string) => accounts.get(name) as Account
const jar = (answer: Response) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])

/** Signs in with what the browser has already; gives the answer. */
function arrive({ handle, password }: Account, cookie = '') {
  return send(server, { name: '', path: '/auth/password', body: { handle, password }, cookie })
}

async function isRefused(answer: Response, words: RegExp) {
  const text = await answer.text()
  assert.equal(answer.status, 403, text.slice(0, 300))
  assert.match(text, words)
  assert.deepEqual(
    jar(answer).filter((cookie) => /^skypanel-\d+=./.test(cookie ?? '')),
    [],
    'no session',
  )
}

async function act(person: Person, path: string, fields: Record<string, string>, status = 303) {
  const answer = await person.post(path, fields)
  const text = await answer.text()
  assert.equal(answer.status, status, text.slice(0, 2000))
  return text
}

async function peopleOf(person: Person, query = '') {
  const answer = await person.get(`/admin/users${query}`, { accept: 'application/json' })
  return ((await answer.json()) as { people: { id: number; handle: string; role: string; sessions: number }[] }).people
}

async function idOf(name: Account) {
  const [found] = await peopleOf(head, `?q=${name.did}`)
  return found?.id ?? 0
}

test('a stranger who comes first gets nothing without the code, whoever has it becomes administrator', async () => {
  const stranger = account('a')
  await isRefused(await arrive(stranger), /not set up yet/)
  assert.equal((await createPerson(server).get('/sign-in')).headers.get('location'), '/setup')
  const code = /enter this code, once: ([A-Z0-9]{4}(?:-[A-Z0-9]{4}){2})/.exec(server.log())?.[1] ?? ''
  assert.equal(code, readFileSync(join(server.dataDir, 'secrets', 'setup-code'), 'utf8'))

  const nobody = createPerson(server)
  assert.match(await (await nobody.get('/setup')).text(), /one-time code/)
  assert.equal((await nobody.post('/setup', { code: 'AAAA-AAAA-AAAA' })).status, 403)
  assert.equal((await nobody.post('/setup', { policy: 'open', allow: '' })).status, 403)
  for (const [site, words] of [
    ['same-origin', /That is not the code/],
    ['cross-site', /sent from another site/],
  ] as const) {
    const elsewhere = { origin: 'https://panel.example.org', 'sec-fetch-site': site }
    const answer = await createPerson(server).post('/setup', { code: 'A' }, elsewhere)
    assert.match(await answer.text(), words, 'at an address that it does not know yet')
  }
  const forged = /=(.*)/.exec(
    jar(await nobody.post('/setup', { code: code.toLowerCase().replaceAll('-', ' ') }))[0] ?? '',
  )
  const [port] = /\d+$/.exec(server.url) ?? []
  const knowing = createPerson(server, `skypanel-setup-${port}=${forged?.[1]}`)
  const wrong = createPerson(server, `skypanel-setup-${port}=${randomBytes(32).toString('base64url')}`)
  assert.match(await (await wrong.get('/setup')).text(), /one-time code/)
  await isRefused(await arrive(stranger, wrong.cookie), /not set up yet/)

  const page = await (await knowing.get('/setup')).text()
  assert.match(page, /The configuration says so \(APPVIEW_URL\)/)
  const typed = {
    policy: 'invite',
    allow: '',
    BACKUP_EVERY_HOURS: '6',
    BACKUP_KEEP: '7',
    IMAGE_PROXY: 'choice',
    PUBLIC_URL: '',
  }
  assert.match(await act(knowing, '/setup', { ...typed, BACKUP_KEEP: 'many' }, 422), /BACKUP_KEEP must be a number/)
  const saved = await knowing.post('/setup', { ...typed, DATA_DIR: '/tmp', APPVIEW_URL: 'http://evil.example' })
  assert.equal(saved.headers.get('location'), '/setup?step=sign-in&restart=1&saved=1')
  assert.deepEqual(JSON.parse(readFileSync(join(server.dataDir, 'settings.json'), 'utf8')), { BACKUP_EVERY_HOURS: '6' })
  assert.match(await (await knowing.get('/setup?step=sign-in&restart=1')).text(), /Restart SkyPanel first/)

  const answer = await arrive(boss, knowing.cookie)
  assert.equal(answer.status, 303)
  head = createPerson(server, jar(answer)[0])
  assert.equal((await head.get('/admin')).status, 200)
  for (const person of [knowing, nobody, head]) {
    assert.equal((await person.get('/setup')).status, 404)
    assert.equal((await person.post('/setup', { code })).status, 404)
  }
  assert.equal(existsSync(join(server.dataDir, 'secrets', 'setup-code')), false)
  await isRefused(await arrive(stranger, knowing.cookie), /You need an invitation/)
})

test('an invitation lets one person in, once, and is kept as a hash', async () => {
  const made = await head.post('/admin/sign-up', { act: 'invite', note: 'For A', role: 'reader', days: '7' })
  assert.equal(made.status, 303)
  const page = await (await head.get('/admin/sign-up')).text()
  const code = /\/invite\/([\w-]{43})/.exec(page)?.[1] ?? ''
  assert.notEqual(code, '')
  assert.doesNotMatch(await (await head.get('/admin/sign-up')).text(), /\/invite\/[\w-]{43}/, 'shown once')
  for (const file of ['main.db', 'main.db-wal']) {
    assert.equal(readFileSync(join(server.dataDir, file)).includes(code), false, `${file} holds the code`)
  }
  const opened = await createPerson(server).get(`/invite/${code}`)
  assert.equal(opened.status, 200)
  const cookie = jar(opened)[0] ?? ''
  const answers = await Promise.all([arrive(account('a'), cookie), arrive(account('b'), cookie)])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 403])
  const [readerName, other] = answers[0]?.status === 303 ? ['a', 'b'] : ['b', 'a']
  accounts.set('reader', account(readerName as string))
  accounts.set('other', account(other as string))
  await isRefused(await arrive(account('other'), cookie), /has ended or was used/)
  assert.equal((await createPerson(server).get(`/invite/${code}`)).status, 404)
  const [reader] = await peopleOf(head, `?q=${account('reader').handle}`)
  assert.deepEqual([reader?.role, reader?.sessions], ['reader', 1])

  await act(head, '/admin/sign-up', { act: 'invite', note: 'Taken back', role: 'member', days: '1' })
  const second = /\/invite\/([\w-]{43})/.exec(await (await head.get('/admin/sign-up')).text())?.[1]
  const list = (await (await head.get('/admin/sign-up', { accept: 'application/json' })).json()) as {
    invites: { id: number }[]
  }
  await act(head, '/admin/sign-up', { act: 'withdraw', invite: String(list.invites[0]?.id) })
  assert.equal((await createPerson(server).get(`/invite/${second}`)).status, 404)
  await act(head, '/admin/sign-up', { act: 'invite', note: '', role: 'king', days: '1' }, 400)
  await act(head, '/admin/sign-up', { act: 'invite', note: '', role: 'member', days: '4000' }, 422)
})

test('the sign-up policy decides about who is new: list, nobody, everybody', async () => {
  const newcomer = account('c')
  const set = (policy: string, allow = '') => act(head, '/admin/sign-up', { act: 'policy', policy, allow })
  await set('allow-list', '*.example.org')
  await isRefused(await arrive(newcomer), /not on the list/)
  await act(head, '/admin/sign-up', { act: 'policy', policy: 'allow-list', allow: 'no domain' }, 422)
  await set('closed', newcomer.handle)
  await isRefused(await arrive(newcomer), /Nobody new is taken/)
  await set('allow-list', `@${newcomer.handle.toUpperCase()}\n*.example.org`)
  assert.equal((await arrive(newcomer)).status, 303)
  await set('closed')
  assert.equal((await arrive(newcomer)).status, 303, 'who was here may come back')
  await isRefused(await arrive(account('d')), /Nobody new/)
  await act(head, '/admin/users', { who: account('d').handle, role: 'member' })
  assert.equal((await arrive(account('d'))).status, 303, 'added by name')
  await act(head, '/admin/users', { who: account('d').handle, role: 'member' }, 409)
  await set('open')
  assert.equal((await arrive(account('e'))).status, 303)
  assert.equal((await arrive({ ...account('other'), password: 'wrong' })).status, 401, 'nothing is said to who guesses')
})

test('a reader writes with their account, and makes no feeds and no keys', async () => {
  const reader = await signInAs(server, account('reader'))
  assert.equal((await reader.get('/settings')).status, 200)
  assert.equal((await reader.post('/settings/languages', {})).status, 303)
  for (const path of ['/feeds/new', '/feeds/build', '/feeds/import']) {
    assert.equal((await reader.get(path)).status, 403, path)
  }
  const feed = { title: 'A feed', description: '', hashtags: 'x' }
  for (const path of ['/feeds/new', '/feeds/build']) await act(reader, path, feed, 403)
  await act(reader, '/settings/keys', { name: 'key', may: 'write', days: '30' }, 403)
  await act(head, `/admin/users/${await idOf(account('reader'))}`, { act: 'role', role: 'member' })
  assert.equal((await reader.post('/feeds/new', feed)).status, 303, 'the role counts at once')
})

test('whoever is suspended is out at once, is told, and comes back when it is lifted', async () => {
  const person = await signInAs(server, account('c'))
  const key = (
    (await (
      await person.post('/settings/keys', { name: 'k', may: 'read', days: '30' }, { accept: 'application/json' })
    ).json()) as { key: string }
  ).key
  const ask = () => fetch(`${server.url}/api/feeds`, { headers: { authorization: `Bearer ${key}` } })
  assert.equal((await ask()).status, 200)
  const made = await person.post('/feeds/new', { title: 'A feed', hashtags: 'x' }, { accept: 'application/json' })
  const { slug } = (await made.json()) as { slug: string }
  const named = new URLSearchParams({ feed: `at://${account('c').did}/app.bsky.feed.generator/${slug}` })
  /** What the network gets of it, and the status of its page. */
  const feed = async () => {
    const skeleton = await fetch(`${server.url}/xrpc/app.bsky.feed.getFeedSkeleton?${named}`)
    const { error = 'posts' } = (await skeleton.json()) as { error?: string }
    return [error, (await createPerson(server).get(`/f/${slug}`)).status]
  }
  assert.deepEqual(await feed(), ['posts', 200])
  const path = `/admin/users/${await idOf(account('c'))}`
  await act(head, path, { act: 'suspend', why: 'Spam' })
  // A page that was made is good for a second.
  await waitFor('the feed is withheld', async () => (await feed()).join() === 'UnknownFeed,404')
  assert.equal(await isSignedIn(server, person.cookie), false)
  assert.equal((await ask()).status, 403)
  await isRefused(await arrive(account('c')), /has suspended/)
  assert.equal((await peopleOf(head, '?role=suspended')).length, 1)
  await act(head, path, { act: 'lift' })
  assert.equal((await ask()).status, 200)
  await waitFor('the feed is back', async () => (await feed()).join() === 'posts,200')
  assert.equal((await arrive(account('c'))).status, 303)
  await act(head, path, { act: 'sessions' })
  assert.equal((await peopleOf(head, `?q=${account('c').did}`))[0]?.sessions, 0)
})

test('the last administrator stays one; of two, one may go', async () => {
  const path = `/admin/users/${await idOf(boss)}`
  const words = /is the last administrator/
  assert.match(await act(head, path, { act: 'role', role: 'member' }, 409), words)
  assert.match(await act(head, path, { act: 'suspend', why: '' }, 409), words)
  assert.match(await act(head, path, { act: 'remove', handle: boss.handle }, 409), words)
  const other = await signInAs(server, account('d'))
  const otherPath = `/admin/users/${await idOf(account('d'))}`
  assert.equal((await other.get('/admin')).status, 403)
  await act(head, otherPath, { act: 'role', role: 'administrator' })
  assert.equal((await other.get('/admin')).status, 200)
  const both = await Promise.all([
    head.post(otherPath, { act: 'role', role: 'member' }),
    other.post(path, { act: 'role', role: 'member' }),
  ])
  const left = (await peopleOf((await head.get('/admin')).status === 200 ? head : other, '?role=administrator')).length
  assert.equal(left, 1, `one of both: ${both.map(({ status }) => status)}`)
  const [winner, loser] = (await head.get('/admin')).status === 200 ? [head, boss] : [other, account('d')]
  if (winner === other) await act(other, path, { act: 'role', role: 'administrator' })
  assert.ok(loser)
})

test('somebody is removed with what was kept, once their handle is written', async () => {
  const id = await idOf(account('e'))
  await act(head, `/admin/users/${id}`, { act: 'remove', handle: 'somebody.else' }, 422)
  await act(head, `/admin/users/${id}`, { act: 'remove', handle: `@${account('e').handle}` })
  assert.equal((await head.get(`/admin/users/${id}`)).status, 404)
  await act(head, `/admin/users/${id}`, { act: 'lift' }, 404)
  await act(head, `/admin/users/${await idOf(account('c'))}`, { act: 'dance' }, 400)
})

test('each act is in the audit log: who, what, whom, from where; found by person and by kind', async () => {
  type Entry = { actor: string; action: string; subject: string; detail: string; address: string }
  const read = async (query: string) =>
    ((await (await head.get(`/admin/audit${query}`, { accept: 'application/json' })).json()) as { entries: Entry[] })
      .entries
  const kinds = new Set((await read('')).map(({ action }) => action))
  for (const kind of [
    'box.set-up',
    'settings.save',
    'invite.make',
    'invite.withdraw',
    'sign-up.save',
    'person.add',
    'person.role',
    'person.suspend',
    'person.lift',
    'person.sessions',
    'person.remove',
  ]) {
    assert.ok(kinds.has(kind), `${kind} is not in ${[...kinds]}`)
  }
  const [suspended] = await read(`?action=person.suspend&person=${account('c').handle}`)
  assert.deepEqual(suspended && { ...suspended, at: 0, id: 0 }, {
    ...{ id: 0, at: 0, actor: boss.handle, action: 'person.suspend', subject: account('c').handle },
    ...{ detail: 'Spam', address: '127.0.0.1' },
  })
  assert.deepEqual(await read('?person=nobody.test'), [])
  assert.match(await (await head.get('/admin/audit')).text(), /Person removed/)
})
