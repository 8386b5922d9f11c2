// Browsers and accounts: who is signed in where, ending them, several accounts in one browser.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { isSignedIn, send, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const suffix = randomBytes(2).toString('hex')
const [ann, ben, eve] = await Promise.all(
  ['acc-ann', 'acc-ben', 'acc-eve'].map((name) => network.createAccount(`${name}-${suffix}`)),
)
assert.ok(ann && ben && eve)

/** A browser that keeps the cookies it is given. */
function openBrowser(start = '') {
  const jar = new Map(start.split('; ').map((pair) => pair.split('=') as [string, string]))
  const take = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const visitor = () => createPerson(server, cookie())
  return {
    cookie,
    get: async (path: string) => (await visitor().get(path)).text(),
    post: async (path: string, fields: Record<string, string> = {}, headers = {}) =>
      take(await visitor().post(path, fields, headers)),
    enter: async ({ handle, password }: Account) => {
      const answer = take(await visitor().post('/auth/password', { handle, password }))
      assert.equal(answer.status, 303, await answer.text())
    },
  }
}

/** The id of an account's session, as the switcher of a page names it. */
function sessionOf(html: string, handle: string): string {
  const form = html
    .match(/<form[^>]*action="\/auth\/switch">(?:(?!<\/form>).)*<\/form>/gs)
    ?.find((part) => part.includes(handle))
  return form?.match(/name="account" value="(\d+)"/)?.[1] ?? ''
}

test('the browsers of an account are named, and ended one by one or all but this one', async () => {
  const phone = { 'user-agent': 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0' }
  const body = { handle: ann.handle, password: ann.password }
  const enter = async () => {
    const answer = await send(server, {
      name: '',
      path: '/auth/password',
      body,
      headers: { ...phone, origin: server.url },
    })
    return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  const here = await signInAs(server, ann)
  const [second, third, fourth] = [await enter(), await enter(), await enter()]
  const html = await (await here.get('/settings/account')).text()
  assert.match(html, /This one/)
  assert.equal(html.match(/Firefox on Android/g)?.length, 6, 'each in its row and on its button')
  const ids = [...html.matchAll(/name="end" value="(\d+)"/g)].map(([, id]) => id ?? '')
  assert.equal(ids.length, 3)
  // The newest comes first.
  const ended = await Promise.all([1, 2].map(() => here.post('/settings/account', { end: ids[0] ?? '' })))
  for (const answer of ended) assert.equal(answer.headers.get('location'), '/settings/account?saved=1')
  assert.deepEqual(await Promise.all([second, third, fourth].map((cookie) => isSignedIn(server, cookie))), [
    true,
    true,
    false,
  ])
  const stranger = await signInAs(server, eve)
  await stranger.post('/settings/account', { end: ids[1] ?? '' })
  assert.ok(await isSignedIn(server, third), 'nobody ends what is another’s')
  await here.post('/settings/account', { end: 'others' })
  assert.deepEqual(await Promise.all([second, third].map((cookie) => isSignedIn(server, cookie))), [false, false])
  assert.ok(await isSignedIn(server, here.cookie))
  assert.ok(await isSignedIn(server, stranger.cookie))
  assert.equal((await here.get('/settings/following-feed')).status, 200, 'and still acts upstream')
})

test('one browser signs in to two accounts and switches; sent twice it is the same', async () => {
  const browser = openBrowser()
  await browser.enter(ann)
  await browser.enter(ben)
  const page = await browser.get('/settings')
  assert.match(page, new RegExp(`<small>@${ben.handle}</small>`), 'it says whose it is')
  const account = sessionOf(page, ann.handle)
  const cookies = await Promise.all(
    [1, 2, 3].map(async () => (await browser.post('/auth/switch', { account })).headers.get('set-cookie')),
  )
  assert.equal(new Set(cookies).size, 1, 'whichever answer comes last')
  assert.match(await browser.get('/settings'), new RegExp(`<small>@${ann.handle}</small>`))
  const back = sessionOf(await browser.get('/settings'), ben.handle)
  const answer = await browser.post('/auth/switch', { account: back, next: '//evil.example' })
  assert.equal(answer.headers.get('location'), '/')
  assert.match(await browser.get('/settings'), new RegExp(`<small>@${ben.handle}</small>`))
})

test('a form made for one account does nothing for another', async () => {
  const browser = openBrowser()
  await browser.enter(ann)
  // A page from before there was a second account.
  const early = { order: 'oldest', shape: 'tree' }
  await browser.enter(ben)
  const made = await browser.get('/settings/threads')
  assert.match(
    made,
    new RegExp(`<form class="form terse" method="post"><input type="hidden" name="as" value="${ben.did}">`),
  )
  await browser.post('/auth/switch', { account: sessionOf(made, ann.handle) })
  const late = await browser.post('/settings/threads', { ...early, as: ben.did })
  assert.equal(late.status, 409)
  const said = `This page was made for @${ben.handle}, and this browser now acts for @${ann.handle}.`
  assert.match(await late.text(), new RegExp(said))
  const json = { accept: 'application/json' }
  assert.equal((await browser.post('/post/like', { uri: 'x', as: ben.did }, json)).status, 409, 'nor a script')
  assert.equal((await browser.post('/settings/threads', early)).status, 409, 'nor one that does not say')
  assert.doesNotMatch(await browser.get('/settings/threads'), /value="oldest" checked/)
  const right = await browser.post('/settings/threads', { ...early, as: ann.did })
  assert.equal(right.headers.get('location'), '/settings/threads?saved=1')
  assert.match(await browser.get('/settings/threads'), /value="oldest" checked/)
})

test('signing out of one asks who goes on; signing out of all ends all', async () => {
  const browser = openBrowser()
  await browser.enter(ann)
  await browser.enter(ben)
  const out = await browser.post('/auth/sign-out')
  assert.equal(out.headers.get('location'), '/sign-in')
  assert.equal(await isSignedIn(server, browser.cookie()), false, 'nobody is switched to unasked')
  const offer = await browser.get('/sign-in')
  assert.doesNotMatch(offer, new RegExp(ben.handle))
  await browser.post('/auth/switch', { account: sessionOf(offer, ann.handle) })
  assert.ok(await isSignedIn(server, browser.cookie()))
  await browser.enter(ben)
  const before = browser.cookie()
  const all = await browser.post('/auth/sign-out', { all: '1' })
  assert.equal(all.headers.get('location'), '/')
  assert.equal(await isSignedIn(server, before), false)
  assert.equal(browser.cookie().includes('device'), false)
  assert.equal((await createPerson(server, before).post('/auth/switch', { account: '1' })).status, 404)
})

test('nobody switches to what is not signed in in their browser, and a planted cookie is worth nothing', async () => {
  const [browser, thief] = [openBrowser(), openBrowser()]
  await browser.enter(ann)
  await browser.enter(ben)
  const account = sessionOf(await browser.get('/settings'), ann.handle)
  await thief.enter(eve)
  assert.equal((await thief.post('/auth/switch', { account })).status, 404)
  // The thief plants what their own browser's accounts share.
  await thief.enter(ann)
  const planted =
    thief
      .cookie()
      .split('; ')
      .find((pair) => pair.includes('device')) ?? ''
  assert.notEqual(planted, '')
  const victim = openBrowser(planted)
  await victim.enter(ben)
  const session = sessionOf(await victim.get('/settings'), eve.handle)
  assert.notEqual(session, '', 'what was in the browser stays in it')
  const [own] = (await victim.get('/settings/account')).match(/@acc-ben[^<]*/) ?? []
  assert.ok(own)
  const html = await createPerson(server, planted).get('/sign-in')
  assert.doesNotMatch(await html.text(), new RegExp(ben.handle), 'the planted one opens nothing')
})

testScenarios(server, [
  { name: 'switching needs a browser', path: '/auth/switch', body: { account: '1' }, status: 404 },
  { name: 'switching is not done by a link', path: '/auth/switch?account=1', status: 404 },
  {
    name: 'a browser that is none',
    path: '/settings/account',
    body: { end: '1 OR 1=1' },
    cookie: (await signInAs(server, eve)).cookie,
    status: 400,
    contains: ['This form names no browser.'],
  },
])

test('a form with files says it too, and one without its account is let through', async () => {
  const browser = openBrowser()
  await browser.enter(ann)
  await browser.enter(ben)
  const send = (as: string | undefined) => {
    const form = new FormData()
    if (as !== undefined) form.set('as', as)
    for (const name of ['name', 'bio', 'pronouns', 'website']) form.set(name, '')
    form.set('avatar', new Blob([new Uint8Array(200_000)], { type: 'image/png' }), 'x.png')
    const headers = { origin: server.url, cookie: browser.cookie() }
    return fetch(`${server.url}/settings/profile`, { method: 'POST', redirect: 'manual', headers, body: form })
  }
  assert.equal((await send(ann.did)).status, 409)
  for (const as of [ben.did, undefined]) {
    const answer = await send(as)
    assert.equal(answer.status, 422)
    assert.match(await answer.text(), /This is no picture that can be read/, 'the whole form came through')
  }
})
