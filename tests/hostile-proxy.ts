// A proxy in front of a real server that can be told to misbehave: for what a page does when upstream is down.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What a request that is passed on gets: nothing at all, an answer after two seconds, one that says no, one that makes
 * no sense, half of one, or a socket that closes.
 */
export type Mood = 'fine' | 'hang' | 'slow' | 'pause' | 'fail' | 'nonsense' | 'other-shape' | 'truncate' | 'close'

/** What becomes of an answer on its way: its path, its JSON and the query in, JSON out. */
export type Change = (path: string, body: string, query: URLSearchParams) => string

/** What becomes of a query on its way, by the path that it is for. */
export type Steer = (path: string, query: URLSearchParams) => void

export type HostileProxy = Awaited<ReturnType<typeof startHostileProxy>>

/** Listens on a free port of 127.0.0.1 and passes everything on to `target`, in the mood that it is in. */
export async function startHostileProxy(target: string) {
  let mood: Mood = 'fine'
  let change: Change | undefined
  let steer: Steer | undefined
  let isMeant = (_: string) => true
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const { pathname } = new URL(path, 'http://x')
    asked.push(pathname)
    if (!isMeant(pathname)) return passOn(target, incoming, outgoing, { isCut: false, change, steer })
    if (mood === 'hang') return
    const isCut = mood === 'truncate'
    if (mood === 'slow')
      return void setTimeout(() => passOn(target, incoming, outgoing, { isCut, change, steer }), 2000)
    if (mood === 'close') return void incoming.socket.destroy()
    const answer = answers[mood]
    if (answer) return void outgoing.writeHead(answer.status, { ...json, ...answer.headers }).end(answer.body)
    passOn(target, incoming, outgoing, { isCut, change, steer })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The paths that were asked for, in order. */
    asked,
    /** The mood for paths that match `only`; the others are passed on. */
    set(next: Mood, only?: RegExp): void {
      mood = next
      isMeant = (pathname) => only === undefined || only.test(pathname)
      if (next !== 'hang') server.closeIdleConnections()
    },
    /** Good answers go through `next` from now on, in the mood `fine`. */
    change(next: Change | undefined): void {
      change = next
    },
    /** Queries go through `next` from now on before they are passed on. */
    steer(next: Steer | undefined): void {
      steer = next
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const json = { 'content-type': 'application/json' }
const answers: Partial<Record<Mood, { status: number; headers?: Record<string, string>; body: string }>> = {
  pause: { status: 429, headers: { 'retry-after': '2' }, body: '{"error":"RateLimitExceeded","message":"Slow"}' },
  fail: { status: 500, body: '{"error":"InternalServerError","message":"Internal Server Error"}' },
  nonsense: { status: 200, body: '<html>{"feed":[' },
  'other-shape': {
    status: 200,
    body: '{"feed":{"posts":7},"thread":null,"did":[],"preferences":1,"views":"x","posts":{}}',
  },
}

type Passing = { isCut: boolean; change: Change | undefined; steer: Steer | undefined }

function passOn(target: string, incoming: IncomingMessage, outgoing: ServerResponse, passing: Passing): void {
  const { isCut, change, steer } = passing
  const { host: _, 'accept-encoding': __, ...headers } = incoming.headers
  const url = new URL(incoming.url ?? '/', target)
  const query = new URLSearchParams(url.searchParams)
  steer?.(url.pathname, url.searchParams)
  const passed = request(url, { method: incoming.method, headers: { ...headers, host: url.host } }, (answer) => {
    if (change && answer.statusCode === 200) {
      return void passChanged(answer, outgoing, (body) => change(url.pathname, body, query))
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    if (!isCut) return void answer.pipe(outgoing)
    answer.once('data', (chunk: Buffer) =>
      outgoing.write(chunk.subarray(0, chunk.length / 2), () => outgoing.destroy()),
    )
    answer.resume()
  })
  passed.once('error', () => outgoing.destroy())
  incoming.pipe(passed)
}

async function passChanged(answer: IncomingMessage, outgoing: ServerResponse, change: (body: string) => string) {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  outgoing.writeHead(200, { 'content-type': answer.headers['content-type'] ?? '' }).end(change(body))
}
