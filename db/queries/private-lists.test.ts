import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type MainDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { users } from '../schema/main.ts'
import { createFeed } from './change-feeds.ts'
import { readChangeCounter } from './feeds.ts'
import {
  addPrivateMembers,
  deletePrivateList,
  findPrivateList,
  insertPrivateList,
  listFeedMembers,
  listFeedsOfList,
  listPrivateKeysOf,
  listPrivateLists,
  listPrivateMembers,
  removePrivateMembers,
  updatePrivateList,
} from './private-lists.ts'

const [own, other] = [1, 2]
let folder: string
let db: MainDatabase

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'private-lists-'))
  db = await openDatabase('main', `file:${join(folder, 'main.db')}`, { access: 'write' })
  await migrateUp(db, { name: 'main', folder: join(import.meta.dirname, '..', 'migrations') }, 0)
  const person = { role: 'member' as const, createdAt: 0, lastSignedInAt: 0 }
  await db.insert(users).values([
    { did: 'did:plc:own', handle: 'own.test', ...person },
    { did: 'did:plc:other', handle: 'other.test', ...person },
  ])
})
afterEach(() => {
  db.$client.close()
  rmSync(folder, { recursive: true })
})

const make = (key: string, userId = own, most = 3) =>
  insertPrivateList(db, { userId, key, name: `List ${key}`, description: '', createdAt: 5 }, most)

test('a list is made once, and no more than may be', async () => {
  assert.equal(await make('a'), true)
  assert.equal(await make('a'), true)
  assert.equal(await make('b'), true)
  assert.equal(await make('c'), true)
  assert.equal(await make('d'), false)
  assert.equal(await make('a', other), true, 'the key of somebody else tells nothing')
  assert.deepEqual(
    (await listPrivateLists(db, own)).map(({ key, name, isPinned }) => [key, name, isPinned]),
    [
      ['a', 'List a', false],
      ['b', 'List b', false],
      ['c', 'List c', false],
    ],
  )
})

test('people are on it once, and nobody else reads or changes it', async () => {
  await make('a')
  const dids = Array.from({ length: 250 }, (_, at) => `did:plc:${at}`)
  await addPrivateMembers(db, { userId: own, key: 'a', dids, now: 1 })
  await addPrivateMembers(db, { userId: own, key: 'a', dids: ['did:plc:3', 'did:plc:new'], now: 2 })
  assert.equal((await findPrivateList(db, own, 'a'))?.count, 251)
  const members = await listPrivateMembers(db, own, 'a')
  assert.deepEqual([members.length, members[0]], [251, { did: 'did:plc:new', addedAt: 2 }])
  await addPrivateMembers(db, { userId: other, key: 'a', dids: ['did:plc:x'], now: 1 })
  await removePrivateMembers(db, { userId: other, key: 'a', dids })
  await updatePrivateList(db, other, 'a', { name: 'Mine', description: '' })
  await deletePrivateList(db, other, 'a')
  assert.equal((await findPrivateList(db, own, 'a'))?.name, 'List a')
  assert.deepEqual(await listPrivateMembers(db, other, 'a'), [])
  assert.equal(await findPrivateList(db, other, 'a'), undefined)
  assert.deepEqual(await listPrivateKeysOf(db, own, 'did:plc:3'), ['a'])
  assert.deepEqual(await listPrivateKeysOf(db, other, 'did:plc:3'), [])
  await removePrivateMembers(db, { userId: own, key: 'a', dids: ['did:plc:3', 'did:plc:never'] })
  assert.equal((await findPrivateList(db, own, 'a'))?.count, 250)
  await updatePrivateList(db, own, 'a', { isPinned: true })
  assert.equal((await findPrivateList(db, own, 'a'))?.isPinned, true)
  await deletePrivateList(db, own, 'a')
  assert.deepEqual(await listPrivateMembers(db, own, 'a'), [])
})

test('a feed takes from lists of its owner only, and every change moves the counter on', async () => {
  await make('a')
  await make('a', other)
  await addPrivateMembers(db, { userId: own, key: 'a', dids: ['did:plc:1'], now: 1 })
  await addPrivateMembers(db, { userId: other, key: 'a', dids: ['did:plc:2'], now: 1 })
  const parts = { sources: [{ sourceType: 'privateList', sourceConfig: { list: 'a' } }], filters: [] }
  const feedId = await createFeed(db, own, { slug: 'one', title: 'One', description: '' }, parts, 1)
  assert.deepEqual(await listFeedMembers(db), [{ feedId, key: 'a', did: 'did:plc:1' }])
  const sources = [{ sourceType: 'network', sourceConfig: {} }]
  const filterConfig = { of: [{ type: 'privateList', list: 'a' }] }
  const inside = { sources, filters: [{ filterType: 'none', filterConfig, priority: 0 }] }
  const second = await createFeed(db, own, { slug: 'two', title: 'Two', description: '' }, inside, 1)
  await createFeed(db, own, { slug: 'three', title: 'Three', description: '' }, { sources, filters: [] }, 1)
  assert.deepEqual(
    (await listFeedMembers(db)).map(({ feedId }) => feedId),
    [feedId, second],
  )
  assert.deepEqual(await listFeedsOfList(db, own, 'a'), ['One'])
  assert.deepEqual(await listFeedsOfList(db, other, 'a'), [])
  const before = await readChangeCounter(db, 'feeds')
  await addPrivateMembers(db, { userId: own, key: 'a', dids: ['did:plc:3'], now: 2 })
  await removePrivateMembers(db, { userId: own, key: 'a', dids: ['did:plc:3'] })
  await deletePrivateList(db, own, 'a')
  assert.equal(await readChangeCounter(db, 'feeds'), before + 3)
  assert.deepEqual(await listFeedMembers(db), [])
})
