// Profiles over HTTP: header, tabs, people around somebody and search, against real records.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, pageWhen, writeRecord } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const makeAccount = (name: string) => network.createAccount(`${name}-${tag}`)
const [owner, reader, friend, newcomer] = await Promise.all(['prof', 'reader', 'friend', 'newcomer'].map(makeAccount))
assert.ok(owner && reader && friend && newcomer)
const [own, mine, others] = await Promise.all([owner, reader, friend].map((account) => openSession(network, account)))
assert.ok(own && mine && others)
const stranger = createPerson(server)
const person = await signInAs(server, reader)
const marit = await signInAs(server, network.account('marit'))
const appview = new AtpAgent({ service: network.appviewUrl })

await writeRecord(
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
await writeRecord(
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
await writeRecord(own, 'app.bsky.graph.list', {
  name: 'Gull people',
  purpose: 'app.bsky.graph.defs#curatelist',
  description: '',
})
await writeRecord(own, 'app.bsky.feed.generator', { did: network.appviewDid, displayName: 'All gulls' }, 'gulls')
const post = await writeRecord(own, 'app.bsky.feed.post', { text: 'A gull, again.', langs: ['en'] })
await writeRecord(mine, 'app.bsky.graph.follow', { subject: owner.did })
await writeRecord(own, 'app.bsky.graph.follow', { subject: reader.did })
await writeRecord(mine, 'app.bsky.graph.follow', { subject: friend.did })
await writeRecord(others, 'app.bsky.graph.follow', { subject: owner.did })
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
  await writeRecord(
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
  await writeRecord(mine, 'app.bsky.feed.like', { subject: { uri: post.data.uri, cid: post.data.cid } })
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
