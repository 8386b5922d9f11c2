import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { createDidResolver, createGuardedFetch } from './resolve-did.ts'

const did = 'did:plc:abcdefghijklmnopqrstuvwx'

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('createDidResolver', () => {
  it('tells a DID that is gone from a directory that cannot answer', async (t) => {
    const answers: [RequestListener, string][] = [
      [(_, response) => response.writeHead(404).end(), 'gone'],
      [(_, response) => response.writeHead(410).end(), 'gone'],
      [(_, response) => response.end('{}'), 'gone'],
      [(_, response) => response.writeHead(500).end(), 'directory'],
      [(_, response) => response.end('<html>'), 'directory'],
      [(_, response) => response.end('x'.repeat(300_000)), 'directory'],
      [(_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'directory'],
      [(_, response) => response.destroy(), 'directory'],
    ]
    for (const [listener, failed] of answers) {
      const resolve = createDidResolver({ plcUrl: await serve(t, listener), allowPrivateNetwork: true })
      const result = await resolve(did)
      assert('failed' in result)
      assert.equal(result.failed, failed)
    }
  })

  it('asks no private address for a did:web, unless the network is local', async (t) => {
    let asked = 0
    const url = await serve(t, (_, response) => {
      asked++
      response.end('{}')
    })
    const { port } = new URL(url)
    const resolve = createDidResolver({ plcUrl: url, allowPrivateNetwork: false })
    for (const host of [`localhost%3A${port}`, '127.0.0.1', '10.0.0.1', '169.254.169.254', 'a.local']) {
      const result = await resolve(`did:web:${host}`)
      assert('failed' in result, host)
    }
    await assert.rejects(createGuardedFetch({ allowPrivateNetwork: false })(url))
    assert.equal(asked, 0)
  })
})
