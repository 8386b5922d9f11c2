// Answers for did:plc as the directory does, and for handles, from documents made by a test; can be told to be down.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type PlcDirectory = Awaited<ReturnType<typeof startPlcDirectory>>

/** Listens on a free port. */
export async function startPlcDirectory() {
  const documents = new Map<string, unknown>()
  const handles = new Map<string, string>()
  const made = new Map<string, string>()
  let down = false
  let asked = 0
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
    if (pathname === '/xrpc/com.atproto.identity.resolveHandle') {
      const did = handles.get(searchParams.get('handle') ?? '')
      return void response.writeHead(did ? 200 : 400).end(JSON.stringify({ did }))
    }
    // It stands in for an AppView that knows nothing, too.
    if (pathname.startsWith('/xrpc/')) return void response.writeHead(404).end('{"error":"MethodNotImplemented"}')
    const [, of = ''] = /^\/(did:[^/]+)\/log\/audit$/.exec(decodeURIComponent(pathname)) ?? []
    if (of) return void response.end(JSON.stringify(made.has(of) ? [{ createdAt: made.get(of) }] : []))
    asked++
    const document = documents.get(decodeURIComponent(request.url?.slice(1) ?? ''))
    if (down) return void response.writeHead(503).end()
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/did+ld+json' })
    response.end(JSON.stringify(document ?? { message: 'DID not registered' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get asked() {
      return asked
    },
    setDown(value: boolean): void {
      down = value
    },
    /** Registers a key, and a handle if given. */
    register(did: string, multikey: string, handle = `h${did.slice(-8)}.test`): void {
      documents.set(did, didDocument(did, multikey, handle))
      handles.set(handle, did)
    },
    /** Says when an account was made (ISO 8601). */
    date: (did: string, createdAt: string) => void made.set(did, createdAt),
    /** Lets a handle answer with another DID. */
    claim: (handle: string, did: string) => void handles.set(handle, did),
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function didDocument(did: string, multikey: string, handle: string): unknown {
  return {
    id: did,
    alsoKnownAs: [`at://${handle}`],
    verificationMethod: [{ id: `${did}#atproto`, type: 'Multikey', controller: did, publicKeyMultibase: multikey }],
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://pds.test' }],
  }
}
