// What an operator sets for programs: how often a key may be used in a minute, and what the generator says of itself.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network, {
  settings: { RATE_LIMIT_KEY: '3', PRIVACY_POLICY_URL: 'https://sky.example/privacy' },
})
after(server.close)

test('a key that is used too often waits, and no other with it', async () => {
  const person = await signInAs(server, await network.createAccount(`limit-${randomBytes(2).toString('hex')}`))
  const makeKey = async () => {
    const answer = await person.post('/settings/keys', { name: 'test', days: '30' }, { accept: 'application/json' })
    return ((await answer.json()) as { key: string }).key
  }
  const [often, seldom] = [await makeKey(), await makeKey()]
  const ask = (key: string) => fetch(`${server.url}/api/feeds`, { headers: { authorization: `Bearer ${key}` } })
  const statuses: number[] = []
  // A busy machine may take long enough for a request or two to be allowed again.
  for (let count = 0; count < 30 && statuses.at(-1) !== 429; count++) statuses.push((await ask(often)).status)
  assert.deepEqual(statuses.slice(0, 3), [200, 200, 200])
  const refused = await ask(often)
  if (refused.status === 429) assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
  assert.ok(statuses.includes(429))
  assert.equal((await ask(seldom)).status, 200)
})

test('the feed generator names the operator’s links', async () => {
  const answer = await fetch(`${server.url}/xrpc/app.bsky.feed.describeFeedGenerator`)
  const { links } = (await answer.json()) as { links: unknown }
  assert.deepEqual(links, { privacyPolicy: 'https://sky.example/privacy' })
})
