import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { createWholeFetch } from './fetch-whole.ts'
import { createGuardedFetch, smallRecord } from './guarded-fetch.ts'

const longEnough = { bytes: 1000, milliseconds: 60_000 }

let connections = 0
const server = createServer((request, response) => {
  if (request.url === '/slow') return void response.write('x')
  if (request.url === '/away') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end()
  response.end('x'.repeat(Number(request.url?.slice(1) ?? 0)))
})
server.on('connection', () => {
  connections += 1
})
let port = 0
before(async () => {
  server.listen(0)
  await once(server, 'listening')
  port = (server.address() as { port: number }).port
})
after(() => {
  server.closeAllConnections()
  server.close()
})

test('speaks to no private address and to nothing but https', async () => {
  const rules = { allowPrivateNetwork: false }
  const both = [createGuardedFetch(rules), createWholeFetch(rules, longEnough)]
  const hosts = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1', '10.0.0.1']
  const urls = [
    ...hosts.map((host) => `https://${host}:${port}/1`),
    'https://169.254.169.254/latest/meta-data/',
    'https://box.local/',
    `http://127.0.0.1:${port}/1`,
    'http://bsky.social/',
    'file:///etc/passwd',
    'data:text/plain,x',
  ]
  for (const fetch of both) for (const url of urls) await assert.rejects(fetch(url), url)
  assert.equal(connections, 0)
})

test('takes so much and no more, and waits so long and no longer', async () => {
  for (const create of [createGuardedFetch, createWholeFetch]) {
    const patient = create({ allowPrivateNetwork: true }, longEnough)
    const hasty = create({ allowPrivateNetwork: true }, { bytes: 1000, milliseconds: 300 })
    const read = async (path: string, fetch = patient) =>
      (await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).length
    assert.equal(await read('/1000'), 1000)
    await assert.rejects(read('/1001'))
    await assert.rejects(read('/slow', hasty))
    await assert.rejects(read('/away'))
  }
})

test('a whole answer can be read in every way, as often as anybody wants', async () => {
  const fetch = createWholeFetch({ allowPrivateNetwork: true }, longEnough)
  const answer = await fetch(new Request(`http://127.0.0.1:${port}/3`))
  assert.deepEqual(
    [answer.status, answer.url, answer.headers.get('content-length')],
    [200, `http://127.0.0.1:${port}/3`, '3'],
  )
  assert.equal(await answer.clone().text(), 'xxx')
  assert.equal(Buffer.from(await answer.arrayBuffer()).toString(), 'xxx')
  assert.equal(Buffer.from(await answer.bytes()).toString(), 'xxx')
  const ended = AbortSignal.abort()
  await assert.rejects(fetch(`http://127.0.0.1:${port}/3`, { signal: ended }))
})

test('a small record has 64 KB at most', async () => {
  const fetch = createGuardedFetch({ allowPrivateNetwork: true }, smallRecord)
  const read = async (path: string) => (await (await fetch(`http://127.0.0.1:${port}${path}`)).text()).length
  assert.equal(await read('/65536'), 65_536)
  await assert.rejects(read('/65537'))
})
