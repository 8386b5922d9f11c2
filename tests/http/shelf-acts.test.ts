// Feeds, lists and starter packs over HTTP: what their forms change, and what stands between two people.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { fillShelf } from '../shelf-records.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const generator = await startFeedGenerator()
after(generator.close)
const { tag, account, agent, shy, feed, cold, readers, loud, pack } = await fillShelf(network, generator)
const rkeyOf = (uri: string | undefined) => uri?.split('/').at(-1) ?? ''
const person = await signInAs(server, account)
const { cookie } = person
const base = `/profile/${account.handle}`
const packPath = `/starter-pack/${account.handle}/${rkeyOf(pack)}`
const json = { accept: 'application/json' }

test('a like of a feed sent many times at once is one like, and so is taking it back', async () => {
  const records = async () => {
    const { data } = await agent.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.like' })
    return data.records.length
  }
  const act = (undo: string) => person.post('/feeds/like', { uri: cold, undo }, json).then((answer) => answer.json())
  const made = (await Promise.all(Array.from({ length: 6 }, () => act('')))) as { liked: boolean; uri: string | null }[]
  assert.ok(made.every(({ liked, uri }) => liked && uri === made[0]?.uri))
  assert.equal(await records(), 1)
  const shown = await (await person.get(`${base}/feed/cold`)).text()
  assert.match(shown, /aria-pressed="true"/, 'shown at once')
  await waitFor('who likes it is on its page', async () => {
    const html = await (await person.get(`${base}/feed/cold/liked-by`)).text()
    return html.includes('class="people"') && html.includes(account.handle)
  })
  await waitFor('the like is counted', async () => {
    const html = await (await person.get(`/feeds?q=${encodeURIComponent(`Cold kiln ${tag}`)}`)).text()
    return html.includes('1 like')
  })
  const undone = (await Promise.all(Array.from({ length: 6 }, () => act('1')))) as {
    liked: boolean
    uri: string | null
  }[]
  assert.ok(undone.every(({ liked, uri }) => !liked && uri === null))
  assert.equal(await records(), 0)
})

test('pinned at once by several forms, everything is kept, and so is what nobody knows', async () => {
  const read = async () => (await agent.app.bsky.actor.getPreferences({})).data.preferences as Record<string, unknown>[]
  const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
  await agent.app.bsky.actor.putPreferences({ preferences: [...(await read()), teapot] as never })
  const save = (uri: string, shelf: string, headers = json) =>
    person.post('/feeds/save', { uri, shelf, back: '/feeds' }, headers)
  await Promise.all([save(feed, 'pinned'), save(cold, 'saved'), save(readers, 'pinned'), save(feed, 'pinned')])
  const after = await read()
  assert.ok(after.some(({ $type, brew }) => $type === teapot.$type && brew === 'oolong'))
  const items = after.find(({ $type }) => $type === 'app.bsky.actor.defs#savedFeedsPrefV2')?.items as {
    value: string
    pinned: boolean
  }[]
  // Which of the forms comes first is open.
  const order = items.map(({ value, pinned }) => `${pinned} ${value}`)
  assert.deepEqual([order[0], order.at(-1)], ['true following', `false ${cold}`])
  assert.deepEqual(order.slice(1, -1).sort(), [`true ${feed}`, `true ${readers}`].sort())
  const shelf = await (await person.get('/feeds')).text()
  assert.match(shelf, /id="pinned".*Following.*id="saved".*Cold kiln/s)
  for (const title of [`Moths ${tag}`, `Readers ${tag}`]) {
    assert.match(shelf, new RegExp(`id="pinned".*${title}.*id="saved"`, 's'))
  }
  assert.match(await (await person.get(`${base}/feed/moths`)).text(), /Unpin from home/)
  const answer = await save(feed, 'none', { accept: 'text/html' })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/feeds'])
  assert.match(await (await person.get(`${base}/feed/moths`)).text(), /Pin to home/, 'shown at once')
})

test('a list says whether the viewer mutes or blocks by it', async () => {
  const reader = await signInAs(server, shy.account)
  await shy.agent.app.bsky.graph.muteActorList({ list: loud })
  await waitFor('it says that it mutes', async () => {
    const html = await (await reader.get(`${base}/lists/${rkeyOf(loud)}`)).text()
    return html.includes('You mute everybody on this list.')
  })
  await shy.write('app.bsky.graph.listblock', { subject: loud })
  await waitFor('it says that it blocks', async () => {
    const html = await (await reader.get(`${base}/lists/${rkeyOf(loud)}`)).text()
    return html.includes('You block everybody on this list.')
  })
})

test('what somebody who is blocked made is not shown', async () => {
  const reader = await signInAs(server, shy.account)
  await shy.write('app.bsky.graph.block', { subject: account.did })
  for (const path of [`${base}/lists/${rkeyOf(readers)}`, `${base}/feed/moths`, packPath]) {
    await waitFor(`${path} is shut`, async () => {
      const answer = await reader.get(path)
      const html = await answer.text()
      return answer.status === 403 && html.includes('by somebody you have blocked') && !html.includes(tag.concat('<'))
    })
  }
})

test('posts point to the pages of what they carry', async () => {
  const { cid } = (
    await agent.com.atproto.repo.getRecord({ repo: account.did, collection: 'app.bsky.feed.generator', rkey: 'moths' })
  ).data
  const records = [
    { uri: feed, href: `${base}/feed/moths` },
    { uri: readers, href: `${base}/lists/${rkeyOf(readers)}` },
    { uri: pack, href: packPath },
  ]
  for (const { uri } of records) {
    const embed = { $type: 'app.bsky.embed.record', record: { uri, cid: cid ?? '' } }
    await agent.post({ text: rkeyOf(uri), embed, createdAt: new Date().toISOString() })
  }
  await waitFor('the cards are on the profile', async () => {
    const html = await (await createPerson(server, cookie).get(base)).text()
    return records.every(({ href }) => html.includes(`class="link record" href="${href}"`))
  })
})
