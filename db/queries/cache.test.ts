// The caches of public posts and profiles: kept for a day longer than they are good, dropped afterwards, one row a handle.
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

const day = 24 * 60 * 60_000

test('posts are found with their end, the newest view of each, and dropped a day after it', async () => {
  await keepCachedPosts(db, [{ uri: 'at://a', view: { n: 1 } }], { now: 0, expiresAt: 100 })
  const views = [
    { uri: 'at://a', view: { n: 2 } },
    { uri: 'at://b', view: { n: 3 } },
  ]
  await keepCachedPosts(db, views, { now: 50, expiresAt: 150 })
  assert.deepEqual(
    await findCachedPosts(db, ['at://a', 'at://b', 'at://c']),
    new Map([
      ['at://a', { view: { n: 2 }, expiresAt: 150 }],
      ['at://b', { view: { n: 3 }, expiresAt: 150 }],
    ]),
  )
  const later = { now: 149 + day, expiresAt: 250 + day }
  await keepCachedPosts(db, [{ uri: 'at://c', view: {} }], later)
  assert.equal((await findCachedPosts(db, ['at://a', 'at://b'])).size, 2)
  await keepCachedPosts(db, [{ uri: 'at://c', view: {} }], { ...later, now: 150 + day })
  assert.deepEqual([...(await findCachedPosts(db, ['at://a', 'at://b', 'at://c'])).keys()], ['at://c'])
  assert.equal((await findCachedPosts(db, [])).size, 0)
})

test('a profile is found by DID and by handle, and a handle that moved leads to its new holder', async () => {
  const keep = (did: string, handle: string) => keepCachedProfile(db, { did, handle, view: { did }, expiresAt: 100 }, 0)
  const ana = { view: { did: 'did:plc:a' }, expiresAt: 100 }
  await keep('did:plc:a', 'ana.example')
  assert.deepEqual(await findCachedProfile(db, 'did:plc:a'), ana)
  assert.deepEqual(await findCachedProfile(db, 'ana.example'), ana)
  await keep('did:plc:b', 'ana.example')
  assert.deepEqual(await findCachedProfile(db, 'ana.example'), { ...ana, view: { did: 'did:plc:b' } })
  assert.equal(await findCachedProfile(db, 'did:plc:a'), undefined)
})
