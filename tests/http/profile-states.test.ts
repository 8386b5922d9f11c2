// Accounts in every state over HTTP: new, blocked, muted, labelled, verified, for signed-in people only, taken down.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, pageWhen, writeRecord } from '../write-record.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const makeAccount = (name: string) => network.createAccount(`${name}-${tag}`)
const [reader, newcomer] = await Promise.all(['states', 'arrived'].map(makeAccount))
assert.ok(reader && newcomer)
const mine = await openSession(network, reader)
const person = await signInAs(server, reader)
const marit = await signInAs(server, network.account('marit'))
const appview = new AtpAgent({ service: network.appviewUrl })

test('somebody who has just arrived has a page all the same', async () => {
  const { handle } = newcomer
  const html = await pageWhen(person, `/profile/${newcomer.did}`, (page) => page.includes(`@${handle}`))
  assert.match(html, /Nothing here yet/)
  assert.match(html, /banner none/)
  assert.match(await (await person.get(`/profile/${handle}/followers`)).text(), /Nobody here/)
  const self = await signInAs(server, newcomer)
  const page = await pageWhen(self, `/profile/${handle}`, (text) => text.includes(`@${handle}`))
  assert.match(page, /href="\/compose">Write a post/)
})

test('blocks in either direction and mutes are said, and bar what they bar', async () => {
  const [blocker, blocked, muted] = await Promise.all(['blocker', 'blocked', 'muted'].map(makeAccount))
  assert.ok(blocker && blocked && muted)
  await writeRecord(await openSession(network, blocker), 'app.bsky.graph.block', { subject: reader.did })
  await writeRecord(mine, 'app.bsky.graph.block', { subject: blocked.did })
  await waitFor('the AppView knows them', async () => {
    const { data } = await mine.app.bsky.actor.getProfiles({ actors: [blocker.did, blocked.did, muted.did] })
    return data.profiles.length === 3
  })
  await mine.app.bsky.graph.muteActor({ actor: muted.did })
  const cases = [
    [blocker, 'This account has blocked you'],
    [blocked, 'You have blocked this account'],
    [muted, 'Muted by you'],
  ] as const
  for (const [{ did, handle }, words] of cases) {
    const html = await pageWhen(person, `/profile/${did}`, (page) => page.includes(words))
    assert.ok(html.includes(`@${handle}`))
    assert.equal(html.includes('action="/follow"'), words === 'Muted by you')
    assert.equal(html.includes('class="tabs"'), words === 'Muted by you')
  }
  assert.match(await (await person.get(`/profile/${blocked.did}/followers`)).text(), /You have blocked this account/)
})

test('an account that is taken down says so', async () => {
  const { did } = await makeAccount('gone')
  await waitFor('the AppView knows it', async () => (await appview.app.bsky.actor.getProfile({ actor: did })).success)
  const answer = await fetch(`${network.pdsUrl}/xrpc/com.atproto.admin.updateSubjectStatus`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('admin:admin-pass').toString('base64')}`,
    },
    body: JSON.stringify({
      subject: { $type: 'com.atproto.admin.defs#repoRef', did },
      takedown: { applied: true, ref: 'test' },
    }),
  })
  assert.equal(answer.status, 200, await answer.text())
  for (const path of [`/profile/${did}`, `/profile/${did}/followers`]) {
    await waitFor(path, async () => {
      const page = await person.get(path)
      return page.status >= 400 && /taken down|not here|no page here/.test(await page.text())
    })
  }
})

testScenarios(server, [
  {
    name: 'labels on an account are said, with whose they are and what they mean',
    path: '/profile/ines.test',
    cookie: marit.cookie,
    status: 200,
    contains: ['Craft', 'Sells own work', 'Makes the things in the pictures.', /Labelled by\s*Marsh/],
  },
  {
    name: 'a label that nobody asked for is not said',
    path: '/profile/ines.test',
    status: 200,
    lacks: ['>Labels', 'Sells own work'],
  },
  {
    name: 'a trusted verifier',
    path: '/profile/kveldsposten.test',
    status: 200,
    contains: ['<summary>Trusted verifier</summary>', ', trusted verifier'],
  },
  {
    name: 'somebody verified, and by whom',
    path: '/profile/marit.test',
    status: 200,
    contains: ['<summary>Verified</summary>', /Verified by <a href="\/profile\/kveldsposten.test"><bdi>Kveldsposten/],
  },
  {
    name: 'followers of an account for signed-in people, signed out',
    path: '/profile/yael.test/followers',
    status: 403,
    lacks: ['יעל'],
  },
  {
    name: 'a search of such an account, signed out',
    path: '/profile/yael.test/search?q=a',
    status: 403,
    contains: ['Only for people who are signed in'],
    lacks: ['יעל'],
  },
  {
    name: 'such an account in a list, signed out',
    path: '/profile/marit.test/follows',
    status: 200,
    contains: ['1 account is not shown here: some are for signed-in people only.'],
    lacks: ['יעל'],
  },
  {
    name: 'the same list, signed in',
    path: '/profile/marit.test/follows',
    cookie: marit.cookie,
    status: 200,
    contains: ['יעל'],
  },
  {
    name: 'known followers, signed out',
    path: '/profile/ines.test/known-followers',
    status: 303,
    location: '/sign-in?next=%2Fprofile%2Fines.test%2Fknown-followers',
  },
  { name: 'people around somebody by another name', path: '/profile/ines.test/enemies', status: 404 },
  { name: 'followers of nobody', path: '/profile/nobody.test/followers', status: 404 },
  { name: 'mutuals of nobody', path: '/profile/nobody.test/mutuals', status: 404 },
  { name: 'the handle that names nobody', path: '/profile/handle.invalid', status: 404, contains: ['identifier'] },
])
