// How much a page of mutuals may ask of upstream, and that it says how far it has looked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findMutuals } from './mutuals.ts'

const owner = 'did:plc:owner'

/** An AppView where `owner` follows `total` accounts, of which every `share`th follows back. */
function upstream(total: number, share: number) {
  const asked = { follows: 0, relations: 0, atOnce: 0, largest: 0 }
  let open = 0
  const follows = Array.from({ length: total }, (_, at) => ({ did: `did:plc:${at}`, handle: `a${at}.test` }))
  const isBack = (did: string) => Number(did.slice(8)) % share === 0
  const graph = {
    getFollows: async ({ limit, cursor = '0', actor }: { limit: number; cursor?: string; actor: string }) => {
      asked.follows += 1
      const end = Number(cursor) + limit
      const views = follows.slice(Number(cursor), end)
      const own = views.map((view) => ({ ...view, viewer: isBack(view.did) ? { followedBy: 'at://x' } : {} }))
      const data = { subject: { did: actor }, follows: own, ...(end < total ? { cursor: String(end) } : {}) }
      return { data }
    },
    getRelationships: async ({ others }: { others: string[] }) => {
      asked.relations += 1
      asked.largest = Math.max(asked.largest, others.length)
      open += 1
      asked.atOnce = Math.max(asked.atOnce, open)
      await Promise.resolve()
      open -= 1
      const relationships = others.map((did) => ({ did, ...(isBack(did) ? { followedBy: 'at://x' } : {}) }))
      return { data: { relationships } }
    },
  }
  const agent = { app: { bsky: { graph } } } as unknown as Parameters<typeof findMutuals>[0]
  return { agent, asked }
}

for (const [name, viewerDid] of [
  ['the viewer', owner],
  ['somebody else', undefined],
] as const) {
  test(`${name} with few mutuals among many: three steps, then the next page`, async () => {
    const { agent, asked } = upstream(10_000, 50)
    const found = await findMutuals(agent, owner, undefined, viewerDid)
    assert.deepEqual([found.checked, found.views.length, found.cursor], [270, 6, '270'])
    assert.equal(asked.follows, 3)
    assert.equal(asked.relations, viewerDid ? 0 : 9)
    assert.ok(asked.largest <= 30 && asked.atOnce <= 3)
    const next = await findMutuals(agent, owner, found.cursor, viewerDid)
    assert.equal(next.views[0]?.did, 'did:plc:300')
  })

  test(`${name} with mutuals enough: one step`, async () => {
    const { agent, asked } = upstream(1000, 2)
    const found = await findMutuals(agent, owner, undefined, viewerDid)
    assert.deepEqual([found.checked, found.views.length, asked.follows], [90, 45, 1])
  })

  test(`${name} who follows nobody or few: the last page`, async () => {
    for (const total of [0, 7]) {
      const found = await findMutuals(upstream(total, 7).agent, owner, undefined, viewerDid)
      assert.deepEqual([found.checked, found.views.length, found.cursor], [total, total / 7, undefined])
    }
  })
}
