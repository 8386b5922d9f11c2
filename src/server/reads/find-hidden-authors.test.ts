// Who hides from recommendations, with servers that answer, fail, and answer again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WebContext } from '../context.ts'
import { createDeclarations, findHiddenAuthors } from './find-hidden-authors.ts'

function openAuthors(answer: () => Response) {
  const clock = { now: 0, asked: 0 }
  const fetchSmall = async () => {
    clock.asked += 1
    return answer()
  }
  const resolve = async (did: string) => ({
    id: did,
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://pds.example.net' }],
  })
  const auth = { fetchSmall, resolvers: { dids: { resolve } } } as unknown as WebContext['auth']
  const config = { upstreamPatience: 60_000 } as WebContext['config']
  return { clock, ctx: { config, auth, declarations: createDeclarations(() => clock.now) } }
}

test('an answer holds for ten minutes', async () => {
  let hides = true
  const { clock, ctx } = openAuthors(() => Response.json({ value: { hideFromAlgorithmicRecommendations: hides } }))
  assert.deepEqual([...(await findHiddenAuthors(ctx, ['did:plc:a', 'did:plc:a']))], ['did:plc:a'])
  hides = false
  clock.now = 599_999
  assert.equal((await findHiddenAuthors(ctx, ['did:plc:a'])).size, 1)
  assert.equal(clock.asked, 1)
  clock.now = 600_000
  assert.equal((await findHiddenAuthors(ctx, ['did:plc:a'])).size, 0)
})

test('a failure holds for one minute', async () => {
  let status = 503
  const { clock, ctx } = openAuthors(() =>
    Response.json({ value: { hideFromAlgorithmicRecommendations: true } }, { status }),
  )
  assert.equal((await findHiddenAuthors(ctx, ['did:plc:a'])).size, 0)
  status = 200
  clock.now = 59_999
  assert.equal((await findHiddenAuthors(ctx, ['did:plc:a'])).size, 0)
  assert.equal(clock.asked, 1)
  clock.now = 60_000
  assert.deepEqual([...(await findHiddenAuthors(ctx, ['did:plc:a']))], ['did:plc:a'])
})
