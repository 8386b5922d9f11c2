// Upstream from memory: what was asked once is answered again in no time, so that what is left is the cost of our pages.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Addresses = { appviewUrl: string; pdsUrl: string; plcUrl: string }
/** What to make of an answer, by its method. */
export type Change = (method: string, body: string) => string
type Kept = { status: number; type: string; body: string }

/** `settings` lead a SkyPanel to it. `change` is applied once to each answer. */
export async function startRememberedUpstream(network: Addresses, change: Change) {
  const servers: Server[] = []
  const pds = await listen(network.pdsUrl, change)
  const appview = await listen(network.appviewUrl, change)
  const directory = await listen(network.plcUrl, (_, body) => body.replaceAll(network.pdsUrl, pds))
  return {
    settings: { APPVIEW_URL: appview, PLC_URL: directory },
    async close() {
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }

  async function listen(target: string, adjust: Change): Promise<string> {
    const known = new Map<string, Promise<Kept>>()
    const server = createServer(async (request, response) => {
      const body = await readBody(request)
      const isQuestion = request.method === 'GET'
      const name = `${request.url} ${request.headers['atproto-proxy'] ?? ''}`
      const answer = (isQuestion ? known.get(name) : undefined) ?? passOn(target, request, body, adjust)
      if (isQuestion) known.set(name, answer)
      send(response, await answer)
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function passOn(target: string, request: IncomingMessage, body: Buffer, adjust: Change): Promise<Kept> {
  const { pathname } = new URL(request.url ?? '/', target)
  const names = ['authorization', 'content-type', 'atproto-proxy', 'atproto-accept-labelers']
  const headers = Object.fromEntries(
    names.flatMap((name) => (request.headers[name] ? [[name, `${request.headers[name]}`]] : [])),
  )
  const answer = await fetch(new URL(request.url ?? '/', target), {
    method: request.method ?? 'GET',
    headers,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? 'application/json',
    body: answer.ok ? adjust(pathname.replace('/xrpc/', ''), text) : text,
  }
}

function send(response: ServerResponse, { status, type, body }: Kept): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}
