// Acts as plain forms: where they lead, and what is refused in which words.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeActScene } from '../act-scene.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { own, other, root, reply } = await makeActScene(network, 'refused')
const person = await signInAs(server, own.account)
const { did } = other.account
const json = { accept: 'application/json' }
const rkeyOf = (uri: string) => uri.split('/').at(-1) ?? ''
const profile = `/profile/${other.account.handle}`
const page = async (path: string) => (await person.get(path)).text()

test('a form leads back to its place, where a line says what it did and takes it back', async () => {
  const back = `${profile}?tab=replies`
  const answer = await person.post('/mute', { did, scope: 'all', uri: reply, back })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${back}#post-${rkeyOf(reply)}`])
  const html = await page(back)
  assert.match(html, /class="said" role="status".*Muted .*action="\/mute".*name="scope" value="none".*Undo/s)
  assert.doesNotMatch(await page(back), /class="said"/, 'once')
  assert.equal(
    (await person.post('/mute', { did, scope: 'none', back: '//evil.example' })).headers.get('location'),
    '/',
  )
})

const gone = `at://${own.account.did}/app.bsky.feed.post/3aaaaaaaaaaaa`
const { cookie } = person
testScenarios(server, [
  {
    name: 'muting oneself',
    path: '/mute',
    body: { did: own.account.did, scope: 'all' },
    cookie,
    status: 422,
    contains: ['Nobody can mute themselves'],
  },
  { name: 'a mute of nothing known', path: '/mute', body: { did, scope: 'x' }, cookie, status: 400 },
  {
    name: 'muting nobody',
    path: '/mute',
    body: { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', scope: 'all' },
    cookie,
    status: 404,
  },
  { name: 'blocking oneself', path: '/block', body: { did: own.account.did }, cookie, status: 422 },
  { name: 'hiding nothing', path: '/post/hide', body: { uri: 'x' }, cookie, status: 400 },
  {
    name: 'muting a conversation that is gone',
    path: '/post/mute-thread',
    body: { uri: gone },
    cookie,
    status: 404,
    contains: ['The post is gone'],
  },
  {
    name: 'hiding a reply in a conversation of somebody else’s',
    path: '/post/hide-reply',
    body: { uri: network.posts['hidden-reply']?.uri ?? '' },
    cookie,
    status: 403,
    contains: ['Only who began'],
  },
  {
    name: 'detaching what quotes somebody else',
    path: '/post/detach',
    body: { uri: network.posts['quote-of-quote']?.uri ?? '' },
    cookie,
    status: 403,
  },
  { name: 'detaching from what quotes nothing', path: '/post/detach', body: { uri: reply }, cookie, status: 422 },
  {
    name: 'pinning what is somebody else’s',
    path: '/post/pin',
    body: { uri: reply },
    cookie,
    status: 403,
    contains: ['Only your own posts'],
  },
  { name: 'pinning what is gone', path: '/post/pin', body: { uri: gone }, cookie, status: 404 },
  { name: 'a subscription to nothing known', path: '/subscribe', body: { did, what: 'x' }, cookie, status: 400 },
  {
    name: 'a mute by nobody',
    path: '/mute',
    body: { did, scope: 'all', back: '/' },
    status: 303,
    location: '/sign-in?next=%2F',
  },
  { name: 'a block by nobody, by a program', path: '/block', body: { did }, headers: json, status: 401 },
  {
    name: 'the gates of somebody else’s post',
    path: `/post/gate?uri=${encodeURIComponent(reply)}`,
    cookie,
    status: 403,
  },
  {
    name: 'the question whether somebody else’s post is to go',
    path: `/post/delete?uri=${encodeURIComponent(reply)}`,
    cookie,
    status: 403,
    contains: ['Only the author'],
  },
  {
    name: 'a gate for some people who are nobody comes back',
    path: `/post/gate?uri=${encodeURIComponent(root)}`,
    body: { gate: 'some' },
    cookie,
    status: 422,
    contains: ['Choose who can reply, or nobody'],
  },
  { name: 'the menu, signed out', path: `${profile}/menu`, status: 303 },
  { name: 'the menu of what is gone', path: `/post/menu?uri=${encodeURIComponent(gone)}`, cookie, status: 404 },
  { name: 'the menu of nothing', path: '/post/menu?uri=x', cookie, status: 400 },
])
