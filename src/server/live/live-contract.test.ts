// One contract for both carriers of /live.
import assert from 'node:assert/strict'
import { get } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { findPort } from '../../../tests/find-port.ts'
import { type LiveRules, type LiveServer, liveLimits } from './live-server.ts'
import { loadUws } from './open-live-server.ts'
import { openUwsServer } from './open-uws-server.ts'
import { openWsServer } from './open-ws-server.ts'

const origin = 'https://panel.example.org'
const rules: LiveRules = {
  origin,
  findChannel: (topic) => (/^feed:\d+$/.test(topic) ? topic : undefined),
  findOwnTopic: async (cookie) => (/^who=\d$/.test(cookie ?? '') ? `session:${cookie?.slice(4)}` : undefined),
  health: () => ({ fine: true }),
}
const uws = await loadUws()
const carriers: { name: string; open: ((port: number) => Promise<LiveServer>) | undefined; port: number }[] = [
  { name: 'ws', open: (port) => openWsServer(port, rules), port: await findPort() },
  { name: 'uws', open: uws && ((port) => openUwsServer(uws, port, rules)), port: await findPort() },
]

type Asking = { path?: string; headers?: Record<string, string> }

for (const { name, open, port } of carriers) {
  describe(`/live on ${name}`, { skip: open === undefined && 'no binary for this machine' }, () => {
    async function serve(t: TestContext): Promise<LiveServer> {
      assert(open)
      const server = await open(port)
      t.after(() => server.close())
      return server
    }

    /** The status of a handshake: 101 with the socket, or what refused it. */
    function knock({
      path = '/live',
      headers = { origin },
    }: Asking = {}): Promise<{ status: number; socket: WebSocket }> {
      return new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
        socket.once('open', () => resolve({ status: 101, socket }))
        socket.once('unexpected-response', (_, response) => resolve({ status: response.statusCode ?? 0, socket }))
        socket.once('error', reject)
      })
    }

    const hear = (socket: WebSocket): Promise<unknown> =>
      new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(data.toString()))))
    const ended = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve))

    async function subscribe(...topics: string[]): Promise<WebSocket> {
      const { socket } = await knock()
      socket.send(JSON.stringify({ subscribe: topics }))
      await hear(socket)
      return socket
    }

    it('refuses a missing, another and a null origin, and other paths', async (t) => {
      await serve(t)
      for (const headers of [
        {},
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${origin}.evil.example` },
      ]) {
        assert.equal((await knock({ headers: headers as Record<string, string> })).status, 403, JSON.stringify(headers))
      }
      assert.equal((await knock({ path: '/elsewhere' })).status, 404)
      assert.equal((await knock()).status, 101)
    })

    it('tells subscribers of a topic, and nobody else', async (t) => {
      const server = await serve(t)
      const [one, two, other] = [
        await subscribe('feed:1'),
        await subscribe('feed:1', 'feed:2'),
        await subscribe('feed:3'),
      ]
      other.on('message', () => assert.fail('not for this one'))
      const heard = [hear(one), hear(two)]
      server.publish('feed:1', '{"topic":"feed:1","count":3}')
      assert.deepEqual(await Promise.all(heard), [
        { topic: 'feed:1', count: 3 },
        { topic: 'feed:1', count: 3 },
      ])
      const last = hear(two)
      server.publish('feed:2', '{"topic":"feed:2","count":1}')
      assert.deepEqual(await last, { topic: 'feed:2', count: 1 })
    })

    it('says which topics it took, and takes none that does not exist', async (t) => {
      await serve(t)
      const { socket } = await knock()
      socket.send(JSON.stringify({ subscribe: ['feed:1', 'feed:x', 'secrets'] }))
      assert.deepEqual(await hear(socket), { subscribed: ['feed:1'] })
    })

    it('tells what is one reader’s to nobody else, whatever they ask for', async (t) => {
      const server = await serve(t)
      const asked = ['notifications', 'session:1', 'notifications:1', 'feed:1']
      const sockets = await Promise.all(
        ['who=1', 'who=2', 'who=x', undefined].map(async (cookie) => {
          const { socket } = await knock({ headers: { origin, ...(cookie ? { cookie } : {}) } })
          socket.send(JSON.stringify({ subscribe: asked }))
          return { socket, answer: await hear(socket) }
        }),
      )
      assert.deepEqual(
        sockets.map(({ answer }) => answer),
        [...Array(2).fill({ subscribed: ['notifications', 'feed:1'] }), ...Array(2).fill({ subscribed: ['feed:1'] })],
      )
      const heard = sockets.map(({ socket }) => hear(socket))
      server.publish('session:1', '{"topic":"notifications","count":1}')
      server.publish('notifications', '{"topic":"notifications","count":9}')
      server.publish('feed:1', '{"topic":"feed:1","count":2}')
      const [mine, ...others] = await Promise.all(heard)
      assert.deepEqual(mine, { topic: 'notifications', count: 1 })
      assert.deepEqual(others, Array(3).fill({ topic: 'feed:1', count: 2 }))
    })

    it('ends a socket that says anything else', async (t) => {
      await serve(t)
      const many = Array.from({ length: liveLimits.topicsPerSocket + 1 }, (_, i) => `feed:${i}`)
      for (const message of [
        'hello',
        '{}',
        '{"subscribe":"feed:1"}',
        '{"subscribe":[1]}',
        JSON.stringify({ subscribe: many }),
      ]) {
        const { socket } = await knock()
        socket.send(message)
        assert.equal(await ended(socket), 1008, message)
      }
      const { socket } = await knock()
      socket.send(Buffer.from([1]), { binary: true })
      assert.equal(await ended(socket), 1003)
    })

    it('ends a socket that sends too much or too often', async (t) => {
      await serve(t)
      const big = (await knock()).socket
      big.on('error', () => {})
      big.send('x'.repeat(liveLimits.messageBytes + 1))
      assert([1006, 1009].includes(await ended(big)))
      const often = (await knock()).socket
      for (let i = 0; i <= liveLimits.messagesPerSocket; i++) often.send('{"subscribe":[]}')
      assert.equal(await ended(often), 1008)
    })

    it('bounds sockets by address, as the proxy in front saw it', async (t) => {
      await serve(t)
      const headers = { origin, 'x-forwarded-for': '198.51.100.7, 203.0.113.9' }
      const first = (await knock({ headers })).socket
      for (let i = 1; i < liveLimits.socketsPerAddress; i++) assert.equal((await knock({ headers })).status, 101)
      assert.equal((await knock({ headers })).status, 429)
      assert.equal((await knock({ headers: { origin, 'x-forwarded-for': '203.0.113.10' } })).status, 101)
      first.close()
      await ended(first)
      for (const deadline = Date.now() + 60_000; (await knock({ headers })).status !== 101; )
        assert(Date.now() < deadline)
    })

    it('cuts a reader that does not read, without hurting others', async (t) => {
      const server = await serve(t)
      const [quick, lazy] = [await subscribe('feed:1'), await subscribe('feed:1')]
      let taken = 0
      lazy.on('message', () => taken++)
      const code = ended(lazy)
      lazy.pause()
      const [message, most] = ['x'.repeat(60_000), 1000]
      // More than the kernel holds for somebody on loopback: what is left piles up here.
      for (let count = 0; count < most; count++) {
        const heard = new Promise((resolve) => quick.once('message', resolve))
        server.publish('feed:1', message)
        await heard
      }
      lazy.resume()
      assert.notEqual(await code, 1000)
      assert.ok(taken < most, 'everything was kept')
    })

    it('answers /healthz as JSON', async (t) => {
      await serve(t)
      const body = await new Promise<string>((resolve, reject) => {
        get(`http://127.0.0.1:${port}/healthz`, (response) => {
          response.once('data', (chunk) => resolve(String(chunk)))
        }).once('error', reject)
      })
      assert.deepEqual(JSON.parse(body), { fine: true })
    })

    it('says that it goes away when it closes', async (t) => {
      const server = await serve(t)
      const socket = await subscribe('feed:1')
      const code = ended(socket)
      await server.close()
      assert.equal(await code, 1001)
    })
  })
}
