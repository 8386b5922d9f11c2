// The first page after a while: preferences and posts are asked for at once, and what is shown goes by the new preferences.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { UpstreamAgent } from '#server/atproto/upstream-agent.ts'
import { startReading } from '#server/reading.ts'
import { readHome } from '#server/reads/home.ts'
import { recordSignIn } from '../../db/queries/users.ts'
import { openContext } from '../context.ts'

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const actor = { did, handle: 'reader.example' }
const createdAt = '2026-11-21T10:00:00.000Z'
const record = { $type: 'app.bsky.feed.post', text: 'a post about herring', createdAt }
const post = { uri: `at://${did}/app.bsky.feed.post/3k`, cid: 'bafy', author: actor, record, indexedAt: createdAt }
// Somebody else's: one's own posts are never muted.
const author = { did: 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb', handle: 'writer.example' }
const answers: Record<string, unknown> = {
  'app.bsky.feed.getTimeline': { feed: [{ post: { ...post, author } }] },
  'app.bsky.labeler.getServices': { views: [] },
}

/** A context whose preferences are answered only once the timeline has been asked for. */
async function open(t: TestContext) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse(createdAt) })
  const { ctx, close } = await openContext({ settings: {} })
  t.after(close)
  const userId = await recordSignIn(ctx.main, actor, ctx.now())
  const viewer = { userId, sessionId: 1, ...actor, role: 'member', kind: 'password' } as const
  const asked: { method: string; labelers: string }[] = []
  let preferences: unknown[] = []
  let begun = Promise.withResolvers<void>()
  const agent = new UpstreamAgent({
    upstream: ctx.upstream,
    who: did,
    host: 'memory',
    async fetchHandler(path, { headers }) {
      const method = path.replace('/xrpc/', '').split('?')[0] ?? ''
      asked.push({ method, labelers: new Headers(headers).get('atproto-accept-labelers') ?? '' })
      if (method === 'app.bsky.feed.getTimeline') begun.resolve()
      if (method !== 'app.bsky.actor.getPreferences') return Response.json(answers[method])
      await begun.promise
      return Response.json({ preferences })
    },
  })
  ctx.auth.agents.set(`password ${did}`, Promise.resolve({ agent, isClosed: false }))
  return {
    async read(next: unknown[]) {
      preferences = next
      begun = Promise.withResolvers()
      asked.length = 0
      const page = await ctx.readings.run(startReading('GET', ctx.now(), 5000), () =>
        readHome(ctx, viewer, { feed: null, cursor: undefined, show: null }),
      )
      assert.ok('tabs' in page)
      const timelines = asked.filter(({ method }) => method === 'app.bsky.feed.getTimeline')
      return { shown: page.timeline?.slices.length, timelines }
    },
    pass: (milliseconds: number) => t.mock.timers.tick(milliseconds),
  }
}

test('both are asked for at once, the timeline once; what was muted meanwhile is not shown', async (t) => {
  const { read, pass } = await open(t)
  const first = await read([])
  assert.deepEqual([first.shown, first.timelines.length], [1, 1])
  pass(6 * 60_000)
  const items = [{ value: 'herring', targets: ['content'], actorTarget: 'all' }]
  const second = await read([{ $type: 'app.bsky.actor.defs#mutedWordsPref', items }])
  assert.deepEqual([second.shown, second.timelines.length], [0, 1])
})

test('a labeler that is new is asked for its labels, before anything is shown', async (t) => {
  const { read, pass } = await open(t)
  await read([])
  pass(6 * 60_000)
  const labeler = 'did:plc:cccccccccccccccccccccccc'
  const { shown, timelines } = await read([{ $type: 'app.bsky.actor.defs#labelersPref', labelers: [{ did: labeler }] }])
  assert.equal(shown, 1)
  assert.deepEqual(
    timelines.map(({ labelers }) => labelers.includes(labeler)),
    [false, true],
  )
})
