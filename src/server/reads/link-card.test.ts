import assert from 'node:assert/strict'
import dns from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fetchPage } from './fetch-page.ts'
import { readPageHead } from './read-page-head.ts'

let connections = 0
const asked: string[] = []
const bomb = gzipSync(Buffer.alloc(30_000_000))
const server = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push(path)
  if (path === '/loop') return void response.writeHead(302, { location: '/loop' }).end()
  if (path === '/file') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end()
  if (path === '/own') return void response.writeHead(302, { location: 'http://sky.example.org/' }).end()
  if (path === '/bomb') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  if (path === '/drip') return void response.write('<')
  if (path === '/hang') return
  response.end('<title>Fine</title>')
})
server.on('connection', () => {
  connections += 1
})
let port = 0
before(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as { port: number }).port
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const publicUrl = new URL('http://sky.example.org')
const bounds = { bytes: 1_000_000, milliseconds: 1000 }
const read = async (url: string, allowPrivateNetwork: boolean) => {
  const page = await fetchPage({ publicUrl, allowPrivateNetwork }, new URL(url), 'text/html', bounds)
  return (await page.response.text()).length
}

const hosts = [
  ...[
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '[::]',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
  ],
  ...['127.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254', '[fe80::1]', '[fd00::1]'],
  ...['box.local', 'router', 'metadata.localhost'],
]
for (const host of hosts) {
  test(`nothing is asked of ${host}`, async () => {
    const url = `http://${host}:${port}/`
    await assert.rejects(read(url, false), { status: 422 })
    await assert.rejects(read(url.replace('http', 'https'), false), { status: 422 })
    assert.equal(connections, 0)
  })
}

test('nothing is asked of a public name that leads to a private address', async (t) => {
  const { lookup } = dns
  t.after(() => {
    dns.lookup = lookup
    syncBuiltinESMExports()
  })
  const names: string[] = []
  const answer = (name: string, options: { all?: boolean }, done: (...values: unknown[]) => void) => {
    names.push(name)
    if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }])
    else done(null, '127.0.0.1', 4)
  }
  dns.lookup = answer as never
  syncBuiltinESMExports()
  await assert.rejects(read(`http://private.skypanel-cards.dev:${port}/`, false), { status: 422 })
  assert.deepEqual([...new Set(names)], ['private.skypanel-cards.dev'])
  assert.equal(connections, 0)
})

test('what leads nowhere, to this box, or has no end is given up', async () => {
  const local = `http://127.0.0.1:${port}`
  assert.equal(await read(`${local}/`, true), 19)
  for (const path of ['/file', '/own', '/hang']) await assert.rejects(read(local + path, true), { status: 422 }, path)
  await assert.rejects(read(`${local}/loop`, true), { status: 422 })
  assert.equal(asked.filter((path) => path === '/loop').length, 6)
  for (const path of ['/bomb', '/drip']) await assert.rejects(read(local + path, true), Error, path)
  for (const url of ['ftp://example.org/', 'data:text/html,x', `http://user:secret@127.0.0.1:${port}/`]) {
    await assert.rejects(read(url, true), { status: 422 }, url)
  }
})

async function* cut(bytes: Buffer, size = 7) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const head = (html: string | Buffer, type = 'text/html; charset=utf-8') =>
  readPageHead(cut(Buffer.from(html as string)), type, new URL('https://example.org/a/b'))

const heads: [
  name: string,
  html: string | Buffer,
  type: string,
  title: string,
  description: string,
  picture?: string,
][] = [
  ['a title alone', '<title> A\n  &amp; B </title>', 'text/html', 'A & B', ''],
  [
    'Open Graph before the rest',
    '<title>x</title><meta name=description content=y><meta property="og:title" content="T"><meta property="og:description" content="D"><meta property="og:image" content="../p.jpg">',
    'text/html',
    'T',
    'D',
    'https://example.org/p.jpg',
  ],
  [
    'Twitter',
    '<meta name="twitter:title" content="T"><meta name="twitter:image" content="//cdn.example.org/p">',
    'text/html',
    'T',
    '',
    'https://cdn.example.org/p',
  ],
  [
    'the first of several',
    '<meta property=og:title content=A><meta property=og:title content=B>',
    'text/html',
    'A',
    '',
  ],
  [
    'letters by the header',
    Buffer.from('<title>caf\xe9</title>', 'latin1'),
    'text/html; charset=ISO-8859-1',
    'café',
    '',
  ],
  [
    'letters by the page',
    Buffer.from('<meta charset="windows-1251"><title>\xcf\xf0\xe8</title>', 'latin1'),
    'text/html',
    'При',
    '',
  ],
  [
    'Shift JIS',
    Buffer.concat([
      Buffer.from('<meta charset=shift_jis><title>'),
      Buffer.from('93fa967b', 'hex'),
      Buffer.from('</title>'),
    ]),
    'text/html',
    '日本',
    '',
  ],
  ['an unknown charset', '<title>é</title>', 'text/html; charset=klingon', 'é', ''],
  ['what stands in the body', '<title>A</title></head><body><meta property=og:title content=B>', 'text/html', 'A', ''],
  ['a picture of no address', '<title>A</title><meta property=og:image content="http://[">', 'text/html', 'A', ''],
  ['nothing', '', 'text/html', '', ''],
  ['an endless tag', `<title>A</title><meta content="${'x'.repeat(200_000)}`, 'text/html', 'A', ''],
]
for (const [name, html, type, title, description, picture] of heads) {
  test(`a head with ${name}`, async () => {
    assert.deepEqual(await head(html, type), { title, description, picture })
  })
}
