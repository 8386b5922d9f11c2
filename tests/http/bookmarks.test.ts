// Bookmarks: kept and let go of once, on the network, also where the post has gone or is behind a block since.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const account = await network.createAccount(`keeper-${tag}`)
const person = await signInAs(server, account)
const foreign = await agentOf(account)
const json = { accept: 'application/json' }
const uri = (key: string) => network.posts[key]?.uri ?? ''

async function agentOf({ handle, password }: Account): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  return agent
}

async function listKept(): Promise<string[]> {
  const { data } = await foreign.app.bsky.bookmark.getBookmarks({})
  return data.bookmarks.map(({ subject }) => subject.uri)
}

async function keep(subject: string, undo = ''): Promise<{ status: number; bookmarked: unknown }> {
  const answer = await person.post('/post/bookmark', { uri: subject, undo }, json)
  return { status: answer.status, bookmarked: (await answer.json()).bookmarked }
}

testScenarios(server, [
  { name: 'saved posts, signed out', path: '/saved', status: 303, location: '/sign-in?next=%2Fsaved' },
  {
    name: 'nothing saved',
    path: '/saved',
    cookie: person.cookie,
    status: 200,
    contains: ['Nothing saved yet', 'href="/saved" aria-current="page"'],
  },
  { name: 'a bookmark of nothing', path: '/post/bookmark', body: { uri: 'x' }, cookie: person.cookie, status: 400 },
  {
    name: 'a bookmark of what never was',
    path: '/post/bookmark',
    body: { uri: `at://${account.did}/app.bsky.feed.post/3aaaaaaaaaaaa` },
    cookie: person.cookie,
    status: 404,
    contains: ['The post is gone'],
  },
  {
    name: 'a bookmark by nobody',
    path: '/post/bookmark',
    body: { uri: uri('sleeper') },
    headers: json,
    status: 401,
  },
])

test('kept many times at once it is kept once, shown at once, and let go of once', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => keep(uri('sleeper'))))
  assert.ok(made.every(({ status, bookmarked }) => status === 200 && bookmarked === true))
  const card = await person.get(`/post/card?uri=${encodeURIComponent(uri('sleeper'))}`)
  assert.match(await card.text(), /value="1" aria-pressed="true" aria-label="Bookmark"/)
  await waitFor('the network knows', async () => (await listKept()).includes(uri('sleeper')))
  assert.deepEqual(
    (await listKept()).filter((kept) => kept === uri('sleeper')),
    [uri('sleeper')],
  )
  const page = await (await person.get('/saved')).text()
  assert.match(page, /Barcelona–Hendaye/)

  const form = { uri: uri('sleeper'), undo: '1', back: '/saved' }
  const answers = [await person.post('/post/bookmark', form), await person.post('/post/bookmark', form)]
  const rkey = uri('sleeper').split('/').at(-1)
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, `/saved#post-${rkey}`])
  }
  assert.doesNotMatch(await (await person.get('/saved')).text(), /Barcelona–Hendaye/)
  await waitFor('the network knows', async () => !(await listKept()).includes(uri('sleeper')))
})

test('what has gone and who has blocked leave a tombstone, which can be removed', async () => {
  const author = await agentOf(await network.createAccount(`kept-${tag}`))
  const blocker = await agentOf(await network.createAccount(`blocks-${tag}`))
  const record = () => ({ text: 'To be kept', createdAt: new Date().toISOString() })
  const gone = (await author.post(record())).uri
  const barred = (await blocker.post(record())).uri
  for (const subject of [gone, barred]) {
    await waitFor('the post is known', async () => (await keep(subject)).status === 200)
    await waitFor('it is kept', async () => (await listKept()).includes(subject))
  }
  await author.deletePost(gone)
  const block = { subject: account.did, createdAt: new Date().toISOString() }
  await blocker.app.bsky.graph.block.create({ repo: blocker.assertDid }, block)
  const page = await waitFor('both are gone', async () => {
    const html = await (await person.get('/saved')).text()
    return html.includes('deleted by its author') && html.includes('who has blocked you') && html
  })
  assert.doesNotMatch(page, /To be kept/)
  for (const subject of [gone, barred]) {
    assert.match(page, new RegExp(`name="uri" value="${subject}"`))
    assert.equal((await person.post('/post/bookmark', { uri: subject, undo: '1', back: '/saved' })).status, 303)
  }
  assert.match(await (await person.get('/saved')).text(), /Nothing saved yet/)
})
