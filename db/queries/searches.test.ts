import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { type MainDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { users } from '../schema/main.ts'
import {
  deleteSavedSearch,
  findSavedSearch,
  forgetRecentSearches,
  insertSavedSearch,
  listRecentSearches,
  listSavedSearches,
  noteRecentSearch,
  updateSavedSearch,
} from './searches.ts'

const [own, other] = [1, 2]
let folder: string
let db: MainDatabase

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'searches-'))
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

test('the newest searches are kept, each once', async () => {
  const note = (query: string, now: number, userId = own) => noteRecentSearch(db, { userId, query, now, most: 3 })
  await note('theirs', 1, other)
  for (const [query, now] of [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['a', 4],
    ['d', 5],
  ] as const)
    await note(query, now)
  assert.deepEqual(await listRecentSearches(db, own), ['d', 'a', 'c'])
  await forgetRecentSearches(db, own, 'a')
  assert.deepEqual(await listRecentSearches(db, own), ['d', 'c'])
  await forgetRecentSearches(db, own)
  assert.deepEqual(await listRecentSearches(db, own), [])
  assert.deepEqual(await listRecentSearches(db, other), ['theirs'])
})

test('saved searches are their owner’s, and not endless', async () => {
  const save = (name: string, userId = own) =>
    insertSavedSearch(db, { userId, name, query: `#${name}`, createdAt: 1 }, 2)
  const first = (await save('a')) ?? 0
  assert.ok((await save('b')) && first)
  assert.equal(await save('c'), undefined)
  assert.ok(await save('theirs', other))
  await updateSavedSearch(db, { id: first, userId: own, name: 'z', query: 'boats' })
  await updateSavedSearch(db, { id: first, userId: other, name: 'x', query: 'x' })
  assert.deepEqual(await listSavedSearches(db, own), [
    { id: first, name: 'z', query: 'boats', createdAt: 1 },
    { id: first + 1, name: 'b', query: '#b', createdAt: 1 },
  ])
  assert.equal(await findSavedSearch(db, other, first), undefined)
  await deleteSavedSearch(db, other, first)
  assert.ok(await findSavedSearch(db, own, first))
  await deleteSavedSearch(db, own, first)
  assert.equal(await findSavedSearch(db, own, first), undefined)
})
