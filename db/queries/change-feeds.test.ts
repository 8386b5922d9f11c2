import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type MainDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { users } from '../schema/main.ts'
import { createFeed, updateFeed } from './change-feeds.ts'
import { findFeedVersion, listFeedVersions, nextFeedVersion } from './feed-versions.ts'
import { findOwnFeed, readFeedParts } from './feeds.ts'

const parts = { sources: [{ sourceType: 'hashtags', sourceConfig: { tags: ['a'] } }], filters: [] }
const [owner, other] = [1, 2]

describe('a change of a feed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'change-feeds-'))
  let main: MainDatabase
  let id: number

  before(async () => {
    main = await openDatabase('main', `file:${join(folder, 'main.db')}`, { access: 'write' })
    await migrateUp(main, { name: 'main', folder: join(import.meta.dirname, '..', 'migrations') }, 0)
    const person = { role: 'member' as const, createdAt: 0, lastSignedInAt: 0 }
    await main.insert(users).values([
      { did: 'did:plc:owner', handle: 'owner.test', ...person },
      { did: 'did:plc:other', handle: 'other.test', ...person },
    ])
    id = (await createFeed(main, owner, { slug: 'a', title: 'A', description: '' }, parts, 100)) ?? 0
  })
  after(() => {
    main.$client.close()
    rmSync(folder, { recursive: true })
  })

  it('that was made from what it was before another change is refused as a whole', async () => {
    const now = 100
    const next = { sources: [{ sourceType: 'hashtags', sourceConfig: { tags: ['b'] } }], filters: [] }
    assert.equal(await updateFeed(main, owner, id, { title: 'B' }, { updatedAt: 100, now }), 'changed')
    assert.partialDeepStrictEqual(await findOwnFeed(main, owner, id), { title: 'B', updatedAt: 101 })
    const past = { version: 1, title: 'A', description: '', definition: {} }
    const late = { title: 'C', parts: next, past }
    assert.equal(await updateFeed(main, owner, id, late, { updatedAt: 100, now }), 'stale')
    assert.partialDeepStrictEqual(await findOwnFeed(main, owner, id), { title: 'B', updatedAt: 101 })
    assert.partialDeepStrictEqual(await readFeedParts(main, id), parts)
    assert.deepEqual(await listFeedVersions(main, owner, id), [])
  })

  it('keeps what was before, the newest fifty, for its owner alone', async () => {
    for (let count = 1; count <= 60; count++) {
      const version = await nextFeedVersion(main, id)
      assert.equal(version, count)
      const past = { version, title: `Title ${version}`, description: '', definition: { count } }
      const { updatedAt = 0 } = (await findOwnFeed(main, owner, id)) ?? {}
      assert.equal(await updateFeed(main, owner, id, { past }, { updatedAt, now: 1000 + count }), 'changed')
    }
    const versions = await listFeedVersions(main, owner, id)
    assert.deepEqual([versions.length, versions[0]?.version, versions.at(-1)?.version], [50, 60, 11])
    assert.partialDeepStrictEqual(await findFeedVersion(main, owner, id, 60), {
      definition: { count: 60 },
      createdAt: 1060,
    })
    assert.equal(await findFeedVersion(main, owner, id, 10), undefined)
    assert.equal(await findFeedVersion(main, other, id, 60), undefined)
    assert.deepEqual(await listFeedVersions(main, other, id), [])
  })
})
