// The caches of public posts and profiles: kept for a while, dropped afterwards, one row a handle.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type CacheDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { findCachedPosts, keepCachedPosts } from './cached-posts.ts'
import { findCachedProfile, keepCachedProfile } from './cached-profiles.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-cache-'))
const db: CacheDatabase = await openDatabase('cache', `file:${join(folder, 'cache.db')}`, { access: 'write' })
await migrateUp(db, { name: 'cache', folder: join(import.meta.dirname, '..', 'migrations') }, 0)
after(() => {
  db.$client.close()
  rmSync(folder, { recursive: true, force: true })
})

test('posts are found until they expire, the newest view of each', async () => {
  await keepCachedPosts(db, [{ uri: 'at://a', view: { n: 1 } }], { now: 0, expiresAt: 100 })
  await keepCachedPosts(
    db,
    [
      { uri: 'at://a', view: { n: 2 } },
      { uri: 'at://b', view: { n: 3 } },
    ],
    { now: 50, expiresAt: 150 },
  )
  assert.deepEqual(
    await findCachedPosts(db, ['at://a', 'at://b', 'at://c'], 149),
    new Map([
      ['at://a', { n: 2 }],
      ['at://b', { n: 3 }],
    ]),
  )
  assert.equal((await findCachedPosts(db, ['at://a'], 150)).size, 0)
  await keepCachedPosts(db, [{ uri: 'at://c', view: {} }], { now: 150, expiresAt: 250 })
  assert.equal((await findCachedPosts(db, ['at://a', 'at://b'], 0)).size, 0, 'expired rows are dropped')
  assert.equal((await findCachedPosts(db, [], 0)).size, 0)
})

test('a profile is found by DID and by handle, and a handle that moved leads to its new holder', async () => {
  const keep = (did: string, handle: string) => keepCachedProfile(db, { did, handle, view: { did }, expiresAt: 100 }, 0)
  await keep('did:plc:a', 'ana.example')
  assert.deepEqual(await findCachedProfile(db, 'did:plc:a', 99), { did: 'did:plc:a' })
  assert.deepEqual(await findCachedProfile(db, 'ana.example', 99), { did: 'did:plc:a' })
  await keep('did:plc:b', 'ana.example')
  assert.deepEqual(await findCachedProfile(db, 'ana.example', 99), { did: 'did:plc:b' })
  assert.equal(await findCachedProfile(db, 'did:plc:a', 99), undefined)
  assert.equal(await findCachedProfile(db, 'ana.example', 100), undefined)
})
