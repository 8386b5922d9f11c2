import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type CacheDatabase, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { weighCachedPictures } from '#db/queries/cached-pictures.ts'
import { cachedPictures } from '#db/schema/cache.ts'
import { createPictureStore } from './picture-store.ts'

const root = mkdtempSync(join(tmpdir(), 'skypanel-store-'))
const migrations = join(import.meta.dirname, '..', '..', '..', 'db', 'migrations')
let cache: CacheDatabase
before(async () => {
  cache = await openDatabase('cache', `file:${join(root, 'cache.db')}`, { access: 'write' })
  await migrateUp(cache, { name: 'cache', folder: migrations }, 0)
})
after(() => {
  cache.$client.close()
  rmSync(root, { recursive: true })
})

async function openStore(folder: string, hasRoom = () => true) {
  await cache.delete(cachedPictures)
  let now = 1_000_000
  const store = createPictureStore({ cache, folder: join(root, folder), mostBytes: 1000, now: () => now, hasRoom })
  const keep = async (name: string, bytes: number) => {
    const path = await store.reserve()
    writeFileSync(path, 'x'.repeat(bytes))
    await store.keep(name, path)
  }
  const has = async (name: string) => {
    const file = await store.open(name)
    await file?.close()
    return file !== undefined
  }
  const pass = (minutes: number) => {
    now += minutes * 60_000
  }
  return { store, keep, has, pass }
}

test('keeps what it is given, and nothing lies about', async () => {
  const { store, keep, has } = await openStore('keeps')
  assert.equal(await has('aa1'), false)
  await keep('aa1', 10)
  const file = await store.open('aa1')
  assert.equal(await file?.readFile('utf8'), 'x'.repeat(10))
  await file?.close()
  assert.deepEqual(readdirSync(join(root, 'keeps', 'new')), [])
})

test('lets go of what nobody has looked at for longest', async () => {
  const { keep, has, pass } = await openStore('room')
  for (const name of ['aa1', 'bb2', 'cc3']) {
    await keep(name, 300)
    pass(20)
  }
  assert.ok(await has('aa1'))
  pass(20)
  await keep('dd4', 300)
  assert.deepEqual(await Promise.all(['aa1', 'bb2', 'cc3', 'dd4'].map(has)), [true, false, true, true])
  assert.ok(!existsSync(join(root, 'room', 'bb', 'bb2')))
})

test('gives most of it back while the disk is full, and still has what is wanted now', async () => {
  let hasRoom = true
  const { store, keep, has } = await openStore('full', () => hasRoom)
  for (let at = 0; at < 10; at++) await keep(`a${at}`, 90)
  hasRoom = false
  await store.shrink()
  const left = await Promise.all(Array.from({ length: 10 }, (_, at) => has(`a${at}`)))
  assert.equal(left.filter(Boolean).length, 1)
  await keep('bb1', 80)
  assert.deepEqual([await has('bb1'), await weighCachedPictures(cache)], [true, 80])
  hasRoom = true
  for (let at = 0; at < 10; at++) await keep(`c${at}`, 90)
  assert.equal(await weighCachedPictures(cache), 980)
})

test('many at once stay within the limit', async () => {
  const { keep } = await openStore('many')
  await Promise.all(Array.from({ length: 40 }, (_, at) => keep(`a${at}`, 100)))
  const files = readdirSync(join(root, 'many'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  assert.ok(files.length <= 10 && files.length >= 8, `${files.length} files`)
})

test('notices a file that somebody took away', async () => {
  const { keep, has } = await openStore('taken')
  await keep('aa1', 10)
  rmSync(join(root, 'taken', 'aa'), { recursive: true })
  assert.equal(await has('aa1'), false)
  await keep('aa1', 10)
  assert.equal(await has('aa1'), true)
})

test('sweeps out what the index does not know', async () => {
  const { store, keep, has } = await openStore('sweep')
  await keep('aa1', 10)
  await keep('aa2', 10)
  await cache.delete(cachedPictures)
  await keep('aa3', 10)
  for (const name of ['aa1', 'aa3']) utimesSync(join(root, 'sweep', 'aa', name), 1, 1)
  await store.sweep()
  // aa2 came after the sweep began, by the clock of this test.
  assert.deepEqual(readdirSync(join(root, 'sweep', 'aa')).sort(), ['aa2', 'aa3'])
  assert.ok(await has('aa3'))
})

test('what is begun while it sweeps is not swept out', async () => {
  const { store, keep, has } = await openStore('busy')
  await keep('aa1', 10)
  const old = await store.reserve()
  writeFileSync(old, 'left by a run before')
  const sweeping = store.sweep()
  const path = await store.reserve()
  writeFileSync(path, 'x')
  await sweeping
  assert.deepEqual([existsSync(old), existsSync(path)], [false, true])
  await store.keep('bb1', path)
  assert.ok(await has('bb1'))
})
