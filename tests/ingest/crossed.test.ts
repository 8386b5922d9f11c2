// Posts of the window are taken when their counts reach what a feed asks for, however many there are.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { compileFeeds } from '#feeds/compile-feeds.ts'
import type { Definition } from '#feeds/definition.ts'
import { createStreamContext } from '#server/create-stream-context.ts'
import { takeCrossed } from '#server/ingest/take-crossed.ts'
import { createHarness, until } from './ingest-harness.ts'

const liked = (atLeast: number, withinHours?: number): Definition => ({
  version: 1,
  sources: [{ type: 'network' }],
  filters: [{ type: 'engagement', of: 'likes', atLeast, ...(withinHours ? { withinHours } : {}) }],
})
const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'
const start = Date.now()

async function open(t: TestContext, definition: Definition, { createdAt = start } = {}) {
  const { config } = await createHarness(t)
  const ctx = await createStreamContext(config, pino({ level: 'silent' }))
  const { index } = ctx
  const ending = new AbortController()
  const feed = { feedId: 7, definition }
  const kept: string[] = []
  const crossed = takeCrossed(
    ctx,
    {
      matcher: () => compileFeeds([feed]),
      definitions: () => definitions,
      lookups: { now: Date.now },
      keeper: { keep: async (uri) => kept.push(uri) > 0 },
    },
    ending.signal,
  )
  const definitions = [feed]
  t.after(async () => {
    ending.abort()
    await crossed.done
    ctx.close()
  })
  const content = { text: 'x', facets: undefined, langs: [], labels: [], embed: undefined, reply: undefined, tags: [] }
  const write = async (changes: IndexChange[]) => {
    crossed.note((await writeIndexChanges(index, 'test', changes, undefined)).window)
  }
  let record = 0
  return {
    crossed,
    kept,
    uri: (rkey: string) => `at://${did}/app.bsky.feed.post/${rkey}`,
    see: (...rkeys: string[]) =>
      write([
        {
          type: 'seePosts',
          posts: rkeys.map((rkey) => ({
            did,
            rkey,
            rev: '3aaaaaaaaaaaa',
            cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
            content,
            createdAt,
            indexedAt: start,
          })),
        },
      ]),
    like: (rkey: string, times: number) =>
      write([
        {
          type: 'count',
          records: Array.from({ length: times }, () => ({
            did,
            rkey,
            kind: 'likes' as const,
            record: ++record,
            at: start,
          })),
          ended: [],
          tells: crossed.isWanted(),
        },
      ]),
  }
}

describe('a post of the window', () => {
  it('is taken once, when its count gets there', async (t) => {
    const { kept, uri, see, like } = await open(t, liked(3))
    await see('a', 'b', 'c')
    await like('a', 2)
    await like('b', 4)
    await until(
      async () => kept.length,
      (length) => length === 1,
    )
    await like('a', 1)
    await until(
      async () => kept.length,
      (length) => length === 2,
    )
    await like('a', 1)
    await like('b', 1)
    await like('c', 3)
    await until(
      async () => kept.length,
      (length) => length === 3,
    )
    assert.deepEqual(kept, [uri('b'), uri('a'), uri('c')])
  })

  it('is not taken when the hours that count are over', async (t) => {
    const { kept, uri, see, like } = await open(t, liked(1, 2), { createdAt: start - 3 * 3600_000 })
    await see('old')
    await like('old', 5)
    const fresh = await open(t, liked(1, 2))
    await fresh.see('new')
    await fresh.like('new', 5)
    await until(
      async () => fresh.kept.length,
      (length) => length === 1,
    )
    assert.deepEqual([fresh.kept, kept], [[uri('new')], []])
  })

  it('is not counted for anybody where no feed asks', async (t) => {
    const { crossed } = await open(t, { ...liked(1), filters: [{ type: 'hashtags', tags: ['x'] }] })
    assert.equal(crossed.isWanted(), false)
  })
})
