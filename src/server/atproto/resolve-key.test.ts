import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { readConfig } from '../config.ts'
import { createKeyResolver } from './resolve-key.ts'

describe('looking up a DID that somebody else chose', () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const id = `did:web:localhost%3A${(server.address() as AddressInfo).port}`
    const publicKeyMultibase = 'zQ3shXjHeiBuRCKmM36cuYnm7YEMzhGnCmCyW92sRJ9pribSF'
    const key = { id: `${id}#atproto`, type: 'Multikey', controller: id, publicKeyMultibase }
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ id, verificationMethod: [key] }))
  })
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())
  const resolver = (settings: Record<string, string>) => createKeyResolver(readConfig(settings))
  const local = () => `did:web:localhost%3A${(server.address() as AddressInfo).port}`

  it('asks this machine only where that is allowed', async () => {
    const open = resolver({ ALLOW_PRIVATE_NETWORK: 'true' })
    assert.match(await open(local()), /^did:key:zQ3sh/)
    assert.deepEqual(asked.splice(0), ['/.well-known/did.json'])
    const guarded = resolver({ PUBLIC_URL: 'https://feeds.skypanel.dev' })
    const hosts = [
      local(),
      'did:web:127.0.0.1',
      'did:web:169.254.169.254',
      'did:web:%5B%3A%3A1%5D',
      'did:web:localhost',
    ]
    for (const did of hosts) await assert.rejects(guarded(did), did)
    assert.deepEqual(asked, [])
  })
})
