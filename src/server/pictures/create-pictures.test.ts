// Pictures from servers that send what they like: what a reader gets, and how often the server is asked.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { type CacheDatabase, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import type { PicturePreset } from '#types/picture-preset.ts'
import { type Config, readConfig } from '../config.ts'
import { createPictures, type Pictures } from './create-pictures.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-pictures-'))
const asked = new Map<string, number>()
const bodies = new Map<string, Buffer>()
const server = createServer((request, response) => {
  const path = request.url ?? ''
  asked.set(path, (asked.get(path) ?? 0) + 1)
  if (path === '/moved') return void response.writeHead(302, { location: '/photo' }).end()
  if (path === '/fails') return void response.writeHead(500).end()
  const body = bodies.get(path)
  if (!body) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'image/jpeg' })
  if (path === '/cut') return void response.write(body.subarray(0, 2000), () => response.destroy())
  response.end(body)
})
let origin = ''
let cache: CacheDatabase
let pictures: Pictures
let now = 1_000_000

const settings = (change: Partial<Config> = {}): Config => ({
  ...readConfig({ DATA_DIR: folder }),
  imageProxy: true,
  imageOrigins: [origin],
  allowPrivateNetwork: true,
  ...change,
})

before(async () => {
  await fillServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  cache = await openDatabase('cache', `file:${join(folder, 'cache.db')}`, { access: 'write' })
  const migrations = join(import.meta.dirname, '..', '..', '..', 'db', 'migrations')
  await migrateUp(cache, { name: 'cache', folder: migrations }, 0)
  pictures = createPictures({ config: settings(), cache, now: () => now })
})
after(() => {
  pictures.close()
  cache.$client.close()
  server.close()
  rmSync(folder, { recursive: true })
})

async function fillServer(): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 }
  const frame = (background: string) =>
    sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .png()
      .toBuffer()
  const photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#888', noise } })
    .withExif({ IFD0: { Copyright: 'secret place' } })
    .jpeg()
    .toBuffer()
  bodies.set('/photo', photo)
  bodies.set('/cut', photo)
  bodies.set('/truncated', photo.subarray(0, photo.length / 2))
  bodies.set('/sideways', await sharp(photo).withMetadata({ orientation: 6 }).jpeg().toBuffer())
  bodies.set(
    '/clear',
    await sharp({ create: { width: 20, height: 20, channels: 4, background: '#0000' } })
      .png()
      .toBuffer(),
  )
  bodies.set(
    '/animated',
    await sharp([await frame('red'), await frame('blue')], { join: { animated: true } })
      .gif()
      .toBuffer(),
  )
  bodies.set('/bomb', claimedPng(30_000, 30_000))
  bodies.set('/thin-bomb', claimedPng(1, 200_000_000))
  bodies.set(
    '/svg',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
  )
  bodies.set('/html', Buffer.from('<!doctype html><script>alert(1)</script>'))
  bodies.set('/pdf', Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'))
  bodies.set('/tiff', await sharp(photo).tiff().toBuffer())
  bodies.set('/empty', Buffer.alloc(0))
  bodies.set('/huge', Buffer.alloc(7 * 1024 * 1024, photo))
}

/** A PNG whose header claims more than its few bytes hold. */
function claimedPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(10_000))),
    chunk('IEND'),
  ])
}

function chunk(name: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  let crc = 0xffffffff
  for (const byte of body) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([length, body, sum])
}

const pathOf = (path: string, preset: PicturePreset = 'thumb') => pictures.address(origin + path, preset) ?? ''

async function get(path: string, preset: PicturePreset = 'thumb', accept = 'image/avif,image/webp') {
  const { file, format } = await pictures.open(pathOf(path, preset), accept)
  const bytes = await file.readFile()
  await file.close()
  return { format, bytes, metadata: await sharp(bytes).metadata() }
}

test('comes in the size of the preset and the best format', async () => {
  const sizes: [PicturePreset, number, number, string][] = [
    ['avatar', 96, 96, 'webp'],
    ['thumb', 600, 400, 'avif'],
    ['banner', 900, 400, 'webp'],
    ['full', 900, 600, 'webp'],
  ]
  for (const [preset, width, height, format] of sizes) {
    const { metadata, ...answer } = await get('/photo', preset)
    assert.deepEqual([metadata.width, metadata.height, answer.format], [width, height, format], preset)
  }
  assert.equal((await get('/photo', 'thumb', '*/*')).metadata.format, 'jpeg')
})

test('stands upright and says nothing of where it was taken', async () => {
  const { metadata } = await get('/sideways', 'thumb', 'image/webp')
  assert.deepEqual([metadata.width, metadata.height, metadata.orientation], [600, 900, undefined])
  assert.ok(!(await get('/photo', 'thumb', '*/*')).bytes.includes('secret place'))
})

test('keeps what is clear clear, and makes it white where a format cannot', async () => {
  assert.equal((await get('/clear', 'thumb', 'image/webp')).metadata.hasAlpha, true)
  const { data } = await sharp((await get('/clear', 'thumb', '')).bytes)
    .raw()
    .toBuffer({ resolveWithObject: true })
  assert.ok((data[0] ?? 0) > 250)
})

test('an animation becomes a still', async () => {
  assert.equal((await get('/animated', 'thumb', 'image/webp')).metadata.pages, undefined)
})

test('is asked for once, however many want it, and then comes from disk', async () => {
  bodies.set('/popular', bodies.get('/photo') ?? Buffer.alloc(0))
  const answers = await Promise.all(Array.from({ length: 20 }, () => get('/popular')))
  assert.equal(new Set(answers.map(({ bytes }) => bytes.length)).size, 1)
  assert.equal(asked.get('/popular'), 1)
  await get('/popular')
  assert.equal(asked.get('/popular'), 1)
})

const refused: [path: string, status: number][] = [
  ['/nothing', 404],
  ['/fails', 502],
  ['/moved', 502],
  ['/cut', 502],
  ['/huge', 502],
  ['/truncated', 502],
  ['/bomb', 502],
  ['/thin-bomb', 502],
  ['/svg', 415],
  ['/html', 415],
  ['/pdf', 415],
  ['/tiff', 415],
  ['/empty', 415],
]
for (const [path, status] of refused) {
  test(`${path} is answered ${status}, and not asked for again at once`, async () => {
    await assert.rejects(get(path), { status })
    await assert.rejects(get(path), { status })
    assert.equal(asked.get(path), 1)
    now += 31_000
    await assert.rejects(get(path), { status })
    assert.equal(asked.get(path), 2)
  })
}

test('nothing half made is left', () => {
  assert.deepEqual(readdirSync(join(folder, 'pictures', 'new')), [])
})

test('an address of somebody else is no address', async () => {
  await assert.rejects(pictures.open(pathOf('/photo').replace('photo', 'svg'), ''), { status: 404 })
  await assert.rejects(pictures.open('/img/x', ''), { status: 404 })
})

test('speaks to no private address', async () => {
  const before = asked.get('/photo')
  for (const host of [origin, 'https://127.0.0.1', 'https://[::1]', 'https://169.254.169.254']) {
    const config = settings({ allowPrivateNetwork: false, imageOrigins: [host], dataDir: join(folder, 'private') })
    const guarded = createPictures({ config, cache, now: () => now })
    await assert.rejects(guarded.open(guarded.address(`${host}/photo`, 'card') ?? '', ''), { status: 502 })
    guarded.close()
  }
  assert.equal(asked.get('/photo'), before)
})
