// The place where somebody left off, over HTTP alone: kept on the box, the same on every device, not lost by reloading.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')

/** A record key (TID) that tells the line. */
function keyOf(line: number): string {
  const digits = '234567abcdefghijklmnopqrstuvwxyz'
  return `3kaaaaaaaa${digits[Math.floor(line / 32)]}${digits[line % 32]}2`
}

/** Somebody whose own posts are their timeline: the first written longest ago. */
async function createWriter(name: string) {
  const account = await network.createAccount(`${name}-${tag}`)
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: account.handle, password: account.password })
  // The AppView itself: the account's own server adds what it wrote a moment ago, but not reliably.
  const appview = new AtpAgent({ service: network.appviewUrl })
  const listKnown = async () => {
    const { data } = await appview.app.bsky.feed.getAuthorFeed({ actor: account.did, limit: 100 })
    return new Set(data.feed.map(({ post }) => post.uri.split('/').at(-1) ?? ''))
  }
  const begin = Date.now() - 60 * 60_000
  let count = 0
  /** Writes so many more posts in one commit; the AppView has them all before it goes on. */
  const write = async (more: number): Promise<void> => {
    const writes = Array.from({ length: more }, () => {
      count += 1
      const createdAt = new Date(begin + count * 1000).toISOString()
      const value = { $type: 'app.bsky.feed.post', text: `Line ${count}.`, createdAt }
      return {
        $type: 'com.atproto.repo.applyWrites#create' as const,
        collection: 'app.bsky.feed.post',
        rkey: keyOf(count),
        value,
      }
    })
    await agent.com.atproto.repo.applyWrites({ repo: account.did, writes })
    const keys = writes.map(({ rkey }) => rkey)
    await waitFor('the AppView has them all', async () => {
      const known = await listKnown()
      return keys.every((key) => known.has(key))
    })
  }
  const remove = async (line: number): Promise<void> => {
    const rkey = keyOf(line)
    await agent.deletePost(`at://${account.did}/app.bsky.feed.post/${rkey}`)
    await waitFor('it is gone', async () => {
      return !(await listKnown()).has(rkey)
    })
  }
  return { account, write, remove, person: await signInAs(server, account) }
}

/** What a page of the timeline shows: the number of its first post, the bar above, and the post below the mark. */
async function look(person: Person, path = '/', headers: Record<string, string> = {}) {
  const html = await (await person.get(path, headers)).text()
  const [, bar = ''] = /<a class="fresh"[^>]*>.*?<\/svg>\s*([^<]*)/s.exec(html) ?? []
  const [, marked] = /id="left-off".*?>Line (\d+)\./s.exec(html) ?? []
  const [, top] = />Line (\d+)\./.exec(html) ?? []
  return { top: Number(top), bar: bar.replace(/\s+/g, ' ').trim(), marked: marked ? Number(marked) : undefined }
}

test('the page begins where they left off, on every device, until they ask for what is new', async () => {
  const { account, person, write } = await createWriter('place')
  await write(5)
  const first = { top: 5, bar: '', marked: undefined }
  assert.deepEqual([await look(person), await look(person)], [first, first])

  await write(3)
  const back = { top: 5, bar: '3 new posts above', marked: undefined }
  const other = await signInAs(server, account)
  assert.deepEqual([await look(person), await look(person), await look(other)], [back, back, back])

  const newest = { top: 8, bar: 'Back to where you left off', marked: 5 }
  const prefetch = { 'sec-purpose': 'prefetch' }
  assert.deepEqual(await look(person, '/?show=newest', prefetch), newest)
  assert.deepEqual(await look(other), back, 'a page that was only fetched ahead was not seen')
  assert.deepEqual(await look(person, '/?show=newest'), newest)
  assert.deepEqual(await look(person, '/?show=newest'), newest, 'reloading keeps the mark')
  assert.deepEqual(await look(other), newest, 'nothing is new any more')
  const walk = await person.get('/?show=left')
  assert.deepEqual([walk.status, walk.headers.get('location')], [303, '/?show=newest#left-off'])
})

test('a post that is gone does not lose the place', async () => {
  const { person, write, remove } = await createWriter('gone')
  await write(4)
  await look(person)
  await write(2)
  await remove(4)
  assert.deepEqual(await look(person), { top: 3, bar: '2 new posts above', marked: undefined })
  assert.deepEqual(await look(person, '/?show=newest'), { top: 6, bar: 'Back to where you left off', marked: 3 })
})

test('what a browser says was on top leads back there; nonsense is refused', async () => {
  const { account, person, write } = await createWriter('view')
  const uri = `at://${account.did}/app.bsky.feed.post/${keyOf(3)}`
  const place = { feed: 'following', uri, at: String(Date.now()) }
  assert.equal((await person.post('/place', place)).status, 303)
  assert.deepEqual(await look(person), { top: Number.NaN, bar: '', marked: undefined })
  await write(1)
  await look(person)
  await write(4)
  await look(person, '/?show=newest')
  const answer = await person.post('/place', place, { accept: 'application/json' })
  assert.deepEqual([answer.status, await answer.json()], [200, { kept: true }])
  assert.deepEqual(await look(person), { top: 3, bar: '2 posts above', marked: 1 })
  for (const wrong of [{ uri: 'x' }, { at: 'x' }, { at: '-1' }, { at: String(Date.now() * 2) }]) {
    assert.equal((await person.post('/place', { ...place, ...wrong })).status, 400)
  }
  assert.equal((await look(person)).top, 3)
})

test('a place many pages down is found again', async () => {
  const { person, write } = await createWriter('deep')
  await write(3)
  await look(person)
  await write(60)
  assert.deepEqual(await look(person), { top: 3, bar: '60 new posts above', marked: undefined })
  await write(60)
  assert.deepEqual(await look(person), { top: 123, bar: 'Back to where you left off', marked: undefined })
  const location = (await person.get('/?show=left')).headers.get('location') ?? ''
  assert.match(location, /^\/\?cursor=.+#left-off$/)
  assert.equal((await look(person, location.split('#')[0])).marked, 3)
})

testScenarios(server, [
  {
    name: 'a place of nobody',
    path: '/place',
    body: { feed: 'following' },
    status: 303,
    location: '/sign-in?next=%2F',
  },
])
