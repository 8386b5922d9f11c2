// A conversation stands in a reading of Following once, also when its posts lie pages apart.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(3).toString('hex')
const [writer, reader] = await Promise.all(['writes', 'reads'].map((name) => network.createAccount(`${name}-${tag}`)))
assert.ok(writer && reader)
const agent = new AtpAgent({ service: network.pdsUrl })
await agent.login({ identifier: writer.handle, password: writer.password })
const own = new AtpAgent({ service: network.pdsUrl })
await own.login({ identifier: reader.handle, password: reader.password })

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const listed = async (): Promise<string[]> => {
  const { data } = await own.app.bsky.feed.getTimeline({ limit: 100 })
  return data.feed.map(({ post }) => post.uri)
}

test('the post that began it does not stand again on the next page', async () => {
  await own.follow(writer.did)
  const root = await agent.post({ text: 'Where it began', createdAt: ago(200) })
  await agent.com.atproto.repo.applyWrites({
    repo: writer.did,
    writes: Array.from({ length: 60 }, (_, at) => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection: 'app.bsky.feed.post',
      value: { $type: 'app.bsky.feed.post', text: `Between ${at}.`, createdAt: ago(100 - at) },
    })),
  })
  await waitFor('the AppView lists all of them', async () => (await listed()).length === 61)
  const reply = await agent.post({ text: 'Where it went on', createdAt: ago(1), reply: { root, parent: root } })
  await waitFor('the AppView lists the reply', async () => (await listed()).includes(reply.uri))
  const person = await signInAs(server, reader)
  const first = await (await person.get('/')).text()
  assert.match(first, /Where it began[\s\S]*Where it went on[\s\S]*Between 59\.[\s\S]*Between 13\./)
  const next = first
    .match(/href="(\?cursor=[^"]+)" rel="next"/)?.[1]
    ?.replaceAll('&amp;', '&')
    .replaceAll('&#38;', '&')
  const second = await (await person.get(`/${next}`)).text()
  assert.match(second, /Between 3\.[\s\S]*Between 0\./)
  assert.doesNotMatch(second, /Where it began/)
  // Somebody who begins there sees it.
  const bare = await (await person.get(`/${next?.replace(/~[\w-]+$/, '').replace(/%7E[\w-]+$/, '')}`)).text()
  assert.match(bare, /Where it began/)
})
