// Profiles over HTTP: what each state of an account shows to whom, against real records.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const makeAccount = (name: string) => network.createAccount(`${name}-${tag}`)
const [owner, reader, friend, newcomer] = await Promise.all(['prof', 'reader', 'friend', 'newcomer'].map(makeAccount))
assert.ok(owner && reader && friend && newcomer)
const [own, mine, others] = await Promise.all([owner, reader, friend].map(agentOf))
assert.ok(own && mine && others)
const stranger = createPerson(server)
const person = await signInAs(server, reader)
const marit = await signInAs(server, network.account('marit'))
const appview = new AtpAgent({ service: network.appviewUrl })
const now = () => new Date().toISOString()

async function agentOf({ handle, password }: Account): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  return agent
}

function write(agent: AtpAgent, collection: string, record: object, rkey?: string) {
  const repo = agent.assertDid
  const value = { $type: collection, createdAt: now(), ...record }
  const key = rkey ? { rkey } : {}
  return agent.com.atproto.repo.createRecord({ repo, collection, record: value, ...key })
}

/** The page once `isReady`, which the AppView decides. */
async function pageWhen(who: typeof person, path: string, isReady: (html: string) => boolean): Promise<string> {
  return waitFor(path, async () => {
    const html = await (await who.get(path)).text()
    return isReady(html) ? html : undefined
  })
}

await write(
  own,
  'app.bsky.actor.profile',
  {
    displayName: 'Odd One',
    description: 'Says little.\n\n\nhttps://example.com',
    pronouns: 'it / its',
    website: 'https://odd.example.com/',
  },
  'self',
)
await write(
  own,
  'app.bsky.actor.status',
  {
    status: 'app.bsky.actor.status#live',
    durationMinutes: 60,
    embed: {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://stream.example.com/odd', title: 'Counting gulls', description: '' },
    },
  },
  'self',
)
await write(own, 'app.bsky.graph.list', {
  name: 'Gull people',
  purpose: 'app.bsky.graph.defs#curatelist',
  description: '',
})
await write(own, 'app.bsky.feed.generator', { did: network.appviewDid, displayName: 'All gulls' }, 'gulls')
const post = await write(own, 'app.bsky.feed.post', { text: 'A gull, again.', langs: ['en'] })
await write(mine, 'app.bsky.graph.follow', { subject: owner.did })
await write(own, 'app.bsky.graph.follow', { subject: reader.did })
await write(mine, 'app.bsky.graph.follow', { subject: friend.did })
await write(others, 'app.bsky.graph.follow', { subject: owner.did })
// A stranger's page is kept for minutes: the AppView must know all of it before the first one is made.
await waitFor('the AppView has it all', async () => {
  const { data } = await appview.app.bsky.actor.getProfile({ actor: owner.did })
  const { feedgens = 0, lists = 0 } = data.associated ?? {}
  const counts = [data.followersCount, data.followsCount, data.postsCount, feedgens, lists].join()
  return counts === '2,1,1,1,1' && data.status !== undefined && data.displayName === 'Odd One'
})

test('a header says who somebody is, what they do now and how many follow', async () => {
  const html = await (await stranger.get(`/profile/${owner.handle}`)).text()
  for (const part of [
    'Odd One',
    'it / its',
    'href="https://odd.example.com/"',
    'href="https://stream.example.com/odd"',
    'Counting gulls',
    `href="/profile/${owner.handle}/followers"`,
    `href="/profile/${owner.handle}/follows"`,
    `action="/profile/${owner.handle}/search"`,
    '>Videos<',
    '>Feeds<',
    '>Lists<',
  ]) {
    assert.ok(html.includes(part), part)
  }
  assert.match(html, /<time datetime="[^"]+">\d\d:\d\d UTC/)
  for (const part of ['>Likes<', '>Starter packs<', 'Followed by', 'class="btn main"']) {
    assert.ok(!html.includes(part), part)
  }
})

test('a status that is over is not shown', async () => {
  const { did } = friend
  await write(
    others,
    'app.bsky.actor.status',
    {
      status: 'app.bsky.actor.status#live',
      durationMinutes: 60,
      createdAt: '2024-01-01T00:00:00.000Z',
    },
    'self',
  )
  await waitFor('the AppView has it', async () => {
    const { data } = await appview.app.bsky.actor.getProfile({ actor: did })
    return data.status?.isActive === false
  })
  assert.ok(!(await (await person.get(`/profile/${did}`)).text()).includes('>Live<'))
})

test('tabs list feeds, lists and likes; what is not offered shows the posts', async () => {
  const path = `/profile/${owner.handle}`
  assert.match(await (await stranger.get(`${path}?tab=feeds`)).text(), /All gulls/)
  assert.match(await (await stranger.get(`${path}?tab=lists`)).text(), /Gull people/)
  for (const tab of ['likes', 'packs', 'x']) {
    assert.match(await (await stranger.get(`${path}?tab=${tab}`)).text(), /A gull, again/, tab)
  }
  assert.match(await (await stranger.get(`${path}?tab=video`)).text(), /Videos appear here/)
  await write(mine, 'app.bsky.feed.like', { subject: { uri: post.data.uri, cid: post.data.cid } })
  await pageWhen(person, `/profile/${reader.handle}?tab=likes`, (html) => html.includes('A gull, again'))
  assert.match(await (await marit.get('/profile/marit.test?tab=packs')).text(), /The quiet end of the street/)
})

test('followers whom one knows are named, and listed', async () => {
  const html = await pageWhen(person, `/profile/${owner.did}`, (page) => page.includes('Followed by'))
  assert.ok(html.includes(`/profile/${owner.handle}/known-followers`))
  assert.match(html, /Followed by\s*<bdi>friend-/)
  const list = await (await person.get(`/profile/${owner.did}/known-followers`)).text()
  assert.ok(list.includes(`@${friend.handle}`))
  assert.ok(!list.includes(`<span class="handle">@${reader.handle}`))
})

test('followers, follows and mutuals are lists of people with a button for each', async () => {
  const path = `/profile/${owner.handle}`
  const followers = await pageWhen(person, `${path}/followers`, (html) => html.includes(`@${friend.handle}`))
  assert.ok(followers.includes(`<span class="handle">@${reader.handle}`))
  assert.match(followers, /action="\/follow"/)
  assert.match(followers, />You</)
  assert.ok(!(await (await stranger.get(`${path}/followers`)).text()).includes('action="/follow"'))
  for (const who of [person, stranger]) {
    const follows = await (await who.get(`${path}/follows`)).text()
    assert.ok(follows.includes(`<span class="handle">@${reader.handle}`))
    const mutuals = await (await who.get(`${path}/mutuals`)).text()
    assert.ok(mutuals.includes(`<span class="handle">@${reader.handle}`))
    assert.ok(!mutuals.includes(`<span class="handle">@${friend.handle}`))
    assert.match(mutuals, /Looked at 1 account that Odd One follows/)
  }
  const ofReader = await pageWhen(person, `/profile/${reader.did}/mutuals`, (html) => html.includes(`@${owner.handle}`))
  assert.ok(!ofReader.includes(`<span class="handle">@${friend.handle}`))
  assert.match(ofReader, /Looked at 2 accounts that you follow/)
})

test('a follow from a list leads back to the same person in it', async () => {
  const list = `/profile/${owner.handle}/followers`
  const html = await (await marit.get(list)).text()
  const anchor = html.match(/name="at" value="(p-[\w-]+)"/)?.[1] ?? ''
  assert.ok(html.includes(`id="${anchor}"`), anchor)
  const fields = { did: newcomer.did, back: list, at: anchor }
  const answer = await person.post('/follow', fields)
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${list}#${anchor}`])
  const odd = await person.post('/follow', { ...fields, undo: '1', at: 'x"><b' })
  assert.equal(odd.headers.get('location'), list)
})

test('what one person wrote can be searched', async () => {
  const path = `/profile/${owner.handle}/search`
  assert.match(await (await person.get(path)).text(), /Search what Odd One wrote/)
  await pageWhen(person, `${path}?q=gull`, (html) => html.includes('A gull, again'))
  assert.match(await (await person.get(`${path}?q=heron`)).text(), /No posts found/)
  const odd = await (await person.get(`${path}?q=%22%3E%3Cb%3E`)).text()
  assert.ok(!odd.includes('"><b>'), 'what was typed is text')
})

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
  await write(await agentOf(blocker), 'app.bsky.graph.block', { subject: reader.did })
  await write(mine, 'app.bsky.graph.block', { subject: blocked.did })
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
