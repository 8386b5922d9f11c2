// Videos, captions and streams from servers that send what they like: what is passed on, and what is not.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Resolvers } from '../atproto/resolvers.ts'
import { type Config, readConfig } from '../config.ts'
import { createVideos, type Media, type Videos } from './create-videos.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-videos-'))
const did = 'did:plc:abcdefghijklmnopqrstuvwx'
const film = Buffer.from('0123456789')
const playlist = '#EXTM3U\n#EXTINF:1,\npart.ts\n'

/** A server of repositories, and one of streams. The CID says what it sends. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://x')
  const send = (type: string, body: string | Buffer) => response.writeHead(200, { 'content-type': type }).end(body)
  const answers: Record<string, () => unknown> = {
    film: () => {
      if (!request.headers.range) return send('video/mp4', film)
      const headers = { 'content-type': 'video/mp4', 'content-range': 'bytes 2-4/10' }
      return response.writeHead(206, headers).end(film.subarray(2, 5))
    },
    beyond: () => response.writeHead(416).end(),
    moved: () => response.writeHead(302, { location: '/xrpc/com.atproto.sync.getBlob?cid=film' }).end(),
    round: () => response.writeHead(302, { location: request.url }).end(),
    html: () => send('text/html', '<script>alert(1)</script>'),
    captions: () => send('application/octet-stream', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello'),
    words: () => send('text/vtt', '<script>alert(1)</script>'),
    endless: () => send('text/vtt', `WEBVTT\n${'x'.repeat(600_000)}`),
    fails: () => response.writeHead(500).end(),
    '/a/playlist.m3u8': () => send('audio/mpegurl', playlist),
    '/a/part.ts': () => send('video/mp2t', film),
    '/a/page.ts': () => send('text/html', 'x'),
    '/a/page.m3u8': () => send('text/html', 'x'),
    '/a/moved.m3u8': () => response.writeHead(302, { location: '/a/playlist.m3u8' }).end(),
    '/a/away.m3u8': () => response.writeHead(302, { location: 'https://evil.example/a.m3u8' }).end(),
  }
  const answer = answers[url.searchParams.get('cid') ?? url.pathname]
  if (answer) answer()
  else response.writeHead(404).end()
})
let origin = ''
let videos: Videos

const open = (change: Partial<Config> = {}, serviceEndpoint = origin) => {
  const service = [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint }]
  const resolvers = { dids: { resolve: async () => ({ id: did, service }) } } as unknown as Resolvers
  const config = { ...readConfig({ DATA_DIR: folder }), imageProxy: true, imageOrigins: [origin], ...change }
  return createVideos(config, resolvers, Date.now)
}

before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  videos = open({ allowPrivateNetwork: true })
})
after(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const signal = new AbortController().signal
const get = (pathname: string, range?: string) => videos.open({ pathname, range, signal })
const file = (cid: string) => videos.address.file({ did, cid })
const captions = (cid: string) => videos.address.captions({ did, cid })
const stream = (path: string) => videos.address.playlist(`${origin}${path}`) ?? ''
const textOf = async (media: Media) => ('text' in media ? media.text : media.upstream.text())

test('passes a file on, whole, in parts, and from where it moved to', async () => {
  const whole = await get(file('film'))
  assert.deepEqual([whole.type, await textOf(whole)], ['video/mp4', '0123456789'])
  const part = await get(file('film'), 'bytes=2-4')
  assert.ok('upstream' in part)
  assert.deepEqual([part.upstream.status, part.upstream.headers.get('content-range')], [206, 'bytes 2-4/10'])
  assert.equal(await textOf(part), '234')
  assert.equal(await textOf(await get(file('moved'))), '0123456789')
})

test('gives captions their type, whatever their server says', async () => {
  const media = await get(captions('captions'))
  assert.equal(media.type, 'text/vtt; charset=utf-8')
  assert.match(await textOf(media), /^WEBVTT/)
})

test('leads a stream through here', async () => {
  const media = await get(stream('/a/playlist.m3u8'))
  assert.equal(media.type, 'application/vnd.apple.mpegurl')
  const path = (await textOf(media)).split('\n')[2] ?? ''
  assert.match(path, /^\/hls\/[\w-]{12}\/part\/http:/)
  assert.equal(await textOf(await get(path)), '0123456789')
  assert.match(await textOf(await get(stream('/a/moved.m3u8'))), /\/a\/part\.ts/)
})

const refused: [name: string, path: () => string, status: number][] = [
  ['a file that is gone', () => file('nothing'), 404],
  ['a range beyond the end', () => file('beyond'), 416],
  ['a page for a file', () => file('html'), 415],
  ['a server that fails', () => file('fails'), 502],
  ['a server that leads in circles', () => file('round'), 502],
  ['words for captions', () => captions('words'), 415],
  ['a file for captions', () => captions('film'), 415],
  ['captions without an end', () => captions('endless'), 502],
  ['a page for a playlist', () => stream('/a/page.m3u8'), 502],
  ['a page for a part of a stream', () => stream('/a/page.ts'), 415],
  ['a stream that leads elsewhere', () => stream('/a/away.m3u8'), 502],
  ['captions by the name of a file', () => captions('film').replace('captions', 'video'), 404],
  ['another file', () => file('film').replace('/film', '/html'), 404],
  ['nothing', () => '/video/', 404],
]
for (const [name, path, status] of refused) {
  test(`refuses ${name}`, async () => {
    await assert.rejects(get(path()), { status })
  })
}

test('has streams of known hosts only, and only with the proxy', async () => {
  assert.equal(videos.address.playlist('https://evil.example/a.m3u8'), undefined)
  const plain = open({ imageProxy: false, offersImageProxy: false, allowPrivateNetwork: true })
  assert.equal(plain.address.playlist(`${origin}/a.m3u8`), `${origin}/a.m3u8`)
  assert.equal(plain.proxied.playlist(`${origin}/a.m3u8`), `${origin}/a.m3u8`)
  assert.match(open({ imageProxy: false }).proxied.playlist(`${origin}/a.m3u8`) ?? '', /^\/hls\//)
  assert.equal(plain.address.playlist('https://evil.example/a.m3u8'), undefined)
  await assert.rejects(plain.open({ pathname: stream('/a/playlist.m3u8'), range: undefined, signal }), { status: 404 })
})

test('speaks to no private address', async (t) => {
  let connections = 0
  // A server of its own: nobody else's connection can arrive late.
  const quiet = createServer().on('connection', () => {
    connections += 1
  })
  quiet.listen(0, '127.0.0.1')
  await once(quiet, 'listening')
  t.after(() => quiet.close())
  const place = `http://127.0.0.1:${(quiet.address() as { port: number }).port}`
  const guarded = open({ allowPrivateNetwork: false, imageOrigins: [place] }, place)
  const playlist = guarded.address.playlist(`${place}/a/playlist.m3u8`) ?? ''
  for (const pathname of [file('film'), captions('captions'), playlist]) {
    await assert.rejects(guarded.open({ pathname, range: undefined, signal }), { status: 502 })
  }
  assert.equal(connections, 0)
})
