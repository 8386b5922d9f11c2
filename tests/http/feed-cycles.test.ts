// Feeds that take from each other: a change that would close the circle is refused, with the way around.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)

type Feed = { id: number; slug: string; mistakes?: unknown; error?: string }

test('a feed does not take from itself, however long the way is', async () => {
  const account = await network.createAccount(`cycle-${randomBytes(2).toString('hex')}`)
  const person = await signInAs(server, account)
  const made = await person.post(
    '/settings/keys',
    { name: 'test', days: '30', may: 'write' },
    { accept: 'application/json' },
  )
  const { key } = (await made.json()) as { key: string }
  const call = (method: string, path: string, body: unknown) =>
    fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const take = (...slugs: string[]) => {
    const feeds = slugs.map((slug) => ({ type: 'feed', uri: `at://${account.did}/app.bsky.feed.generator/${slug}` }))
    return { version: 1, sources: [{ type: 'hashtags', tags: ['heron'] }, ...feeds], filters: [] }
  }
  const make = async (title: string, ...slugs: string[]) => {
    const answer = await call('POST', '/api/feeds', { title, definition: take(...slugs) })
    assert.equal(answer.status, 201)
    return (await answer.json()) as Feed
  }
  const first = await make('First')
  const second = await make('Second', first.slug)
  const third = await make('Third', second.slug, first.slug)
  const change = (feed: Feed, ...slugs: string[]) =>
    call('PATCH', `/api/feeds/${feed.id}`, { definition: take(...slugs) })

  const refused = await change(first, third.slug)
  assert.equal(refused.status, 422)
  const told = JSON.stringify(await refused.json())
  assert.match(
    told,
    /This feed would take from itself: “First” takes from “Third” takes from “Second” takes from “First”\./,
  )
  assert.match(told, /"path":"definition.sources.1.uri"/)
  assert.equal((await change(second, second.slug)).status, 422)
  assert.ok((await change(second)).ok)
  assert.equal((await change(first, third.slug)).status, 422)
  assert.ok((await change(third)).ok)
  assert.ok((await change(first, third.slug)).ok)
})
