// The person's server goes away in the middle of an act: it says so, and once it is back the act is done once.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeActScene } from '../act-scene.ts'
import { startHostileNetwork } from '../hostile-network.ts'
import type { Mood } from '../hostile-proxy.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '2400' } })
after(async () => {
  await server.close()
  await upstream.close()
})
const { own, other, reply } = await makeActScene(network, 'gone')
const person = await signInAs(server, own.account)
const json = { accept: 'application/json' }
const acts: [path: string, fields: Record<string, string>][] = [
  ['/block', { did: other.account.did }],
  ['/post/hide', { uri: reply }],
  ['/moderation/muted-words', { op: 'mute', words: 'ships' }],
]

for (const mood of ['close', 'fail', 'pause'] satisfies Mood[]) {
  test(`${mood}: says so, and later it is done once`, async () => {
    upstream.setMood(mood)
    try {
      for (const [path, fields] of acts) {
        const answer = await person.post(path, fields, json)
        const { error } = (await answer.json()) as { error?: string }
        assert.ok([424, 429, 502, 503].includes(answer.status), `${path}: ${answer.status} ${error}`)
        assert.ok(error, path)
      }
    } finally {
      upstream.setMood('fine')
    }
    for (const [path, fields] of acts) {
      await waitFor(`${path} works again`, async () => (await person.post(path, fields, json)).status === 200)
    }
    const { repo } = own.agent.com.atproto
    const { data } = await repo.listRecords({ repo: own.account.did, collection: 'app.bsky.graph.block' })
    assert.equal(data.records.length, 1)
    const { preferences } = (await own.agent.app.bsky.actor.getPreferences({})).data
    const items = (preferences as { items?: unknown[] }[]).flatMap((preference) => preference.items ?? [])
    assert.equal(items.filter((item) => item === reply).length, 1)
    assert.equal(items.filter((item) => (item as { value?: string }).value === 'ships').length, 1)
  })
}
