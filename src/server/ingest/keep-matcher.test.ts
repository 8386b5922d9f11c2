import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { type MainDatabase, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { createFeed, deleteFeed, updateFeed } from '#db/queries/change-feeds.ts'
import { findOwnFeed } from '#db/queries/feeds.ts'
import { addPrivateMembers, insertPrivateList, removePrivateMembers } from '#db/queries/private-lists.ts'
import { users } from '#db/schema/main.ts'
import type { Definition } from '#feeds/definition.ts'
import { toRows } from '#feeds/definition-rows.ts'
import { noLookups } from '#feeds/lookups.ts'
import { keepMatcher } from './keep-matcher.ts'

const [own, list, friend] = [1, '3laaaaaaaaaaa', `did:plc:${'b'.repeat(24)}`]
let folder: string
let main: MainDatabase

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'matcher-'))
  main = await openDatabase('main', `file:${join(folder, 'main.db')}`, { access: 'write' })
  await migrateUp(main, { name: 'main', folder: join(import.meta.dirname, '../../../db/migrations') }, 0)
  const person = { role: 'member' as const, createdAt: 0, lastSignedInAt: 0 }
  await main.insert(users).values([{ did: 'did:plc:owner', handle: 'owner.test', ...person }])
})
after(() => {
  main.$client.close()
  rmSync(folder, { recursive: true })
})

const feedOf = (...sources: Definition['sources']): Definition => ({ version: 1, sources, filters: [] })
const make = async (slug: string, definition: Definition) =>
  (await createFeed(main, own, { slug, title: slug, description: '' }, toRows(definition), 1)) ?? 0
const change = async (id: number, definition: Definition) => {
  const { updatedAt = 0 } = (await findOwnFeed(main, own, id)) ?? {}
  await updateFeed(main, own, id, { parts: toRows(definition) }, { updatedAt, now: 1 })
}
const post = { uri: 'at://x', did: 'did:plc:a', text: '', tags: ['art', 'moths'], langs: [], createdAt: 0 }

it('keeps the matcher as the feeds are, and reads only what has changed', async () => {
  const kept = keepMatcher(main, noLookups)
  const art = await make('art', feedOf({ type: 'hashtags', tags: ['art'] }))
  const uri = 'at://did:plc:owner/app.bsky.feed.generator/art'
  const around = await make('around', feedOf({ type: 'feed', uri }, { type: 'follows', did: friend }))
  const friends = await make('friends', feedOf({ type: 'privateList', list }))
  const step = async (expected: { read: number; taken: number[] }) => {
    const news = await kept.refresh()
    assert.deepEqual({ read: news?.read, taken: kept.matcher.match(post).sort() }, expected)
  }
  await step({ read: 3, taken: [art, around] })
  assert.equal(await kept.refresh(), undefined)
  assert.deepEqual(kept.memberKeys(), [`follows:${friend}`])

  const empty = { userId: own, key: list, name: 'Friends', description: '', createdAt: 1 }
  await insertPrivateList(main, empty, 10)
  await addPrivateMembers(main, { userId: own, key: list, dids: ['did:plc:a'], now: 1 })
  await step({ read: 1, taken: [art, around, friends] })
  await removePrivateMembers(main, { userId: own, key: list, dids: ['did:plc:a'] })
  await step({ read: 1, taken: [art, around] })

  await change(art, feedOf({ type: 'hashtags', tags: ['birds'] }))
  await step({ read: 1, taken: [] })
  await change(art, feedOf({ type: 'hashtags', tags: ['moths'] }))
  await step({ read: 1, taken: [art, around] })

  await main.$client.execute({ sql: "UPDATE feed_sources SET source_type = 'moon' WHERE feed_id = ?", args: [around] })
  await change(friends, feedOf({ type: 'hashtags', tags: ['moths'] }))
  await step({ read: 1, taken: [art, around, friends] })
  await deleteFeed(main, own, around)
  await step({ read: 0, taken: [art, friends] })
  assert.deepEqual([...kept.ids().keys()], [art, friends])
  assert.deepEqual(kept.memberKeys(), [])
})

it('names a feed that cannot be read, and goes on', async () => {
  const fine = await make('fine', feedOf({ type: 'hashtags', tags: ['moths'] }))
  const broken = await make('broken', feedOf({ type: 'hashtags', tags: ['moths'] }))
  await main.$client.execute({ sql: "UPDATE feed_sources SET source_type = 'moon' WHERE feed_id = ?", args: [broken] })
  const kept = keepMatcher(main, noLookups)
  const news = await kept.refresh()
  assert.deepEqual(
    news?.broken.map(({ feedId }) => feedId),
    [broken],
  )
  const taken = kept.matcher.match(post)
  assert.ok(taken.includes(fine) && !taken.includes(broken))
  assert.ok(kept.ids().has(broken))
})
