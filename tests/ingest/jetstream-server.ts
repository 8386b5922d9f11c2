// Stands in for Jetstream, which no test can have: takes the frames of a real firehose and tells them in Jetstream's JSON,
// in both of its forms. Written after its lexicon and documentation; it is not Jetstream.
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { zstdCompressSync } from 'node:zlib'
import { WebSocket, WebSocketServer } from 'ws'
import { blockKey, decodeBlock, readBlocks } from '#server/ingest/read-commit.ts'
import { readEvent } from '#server/ingest/read-event.ts'
import { receiveFrame } from '#server/ingest/read-frame.ts'
import { dictionary } from './jetstream-dictionary.ts'

type Loose = Record<string, unknown>
/** One message before it is framed; `time` in µs. */
type Message = { time: number; did: string; kind: 'commit' | 'identity' | 'account'; body: Loose }

export type JetstreamServer = Awaited<ReturnType<typeof startJetstreamServer>>

/**
 * Follows `firehose` from its beginning. `isOld`: a server of the older kind, which has no dictionary to give.
 */
export async function startJetstreamServer(firehose: string, { isOld = false } = {}) {
  const told: Message[] = []
  const asked: URL[] = []
  const listeners = new Map<WebSocket, (message: Message) => void>()
  let lastTime = Date.now() * 1000
  const source = new WebSocket(`${firehose}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`)
  source.on('message', (bytes: Buffer) => {
    for (const message of toMessages(bytes)) {
      lastTime = Math.max(lastTime + 1, Date.now() * 1000)
      const timed = { ...message, time: lastTime }
      told.push(timed)
      for (const tell of listeners.values()) tell(timed)
    }
  })
  const server = createServer((request, response) => {
    const isAsked = request.url?.startsWith('/xrpc/network.bsky.jetstream.getZstdDictionary')
    if (isAsked && !isOld) response.end(dictionary)
    else response.writeHead(404).end()
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const url = new URL(request.url ?? '/', 'http://jetstream')
    asked.push(url)
    const isLegacy = url.pathname === '/subscribe'
    const wanted = new Set(url.searchParams.getAll(isLegacy ? 'wantedCollections' : 'collections'))
    const tell = (message: Message) => {
      if (message.kind === 'commit' && !wanted.has(String(message.body.collection))) return
      if (isLegacy) socket.send(JSON.stringify(frameLegacy(message)))
      else socket.send(zstdCompressSync(JSON.stringify(frame(message)), { dictionary }))
    }
    const cursor = Number(url.searchParams.get('cursor') ?? Number.POSITIVE_INFINITY)
    for (const message of told) if (message.time >= cursor) tell(message)
    listeners.set(socket, tell)
    socket.on('close', () => listeners.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await once(source, 'open')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    /** Addresses of all connections so far. */
    asked,
    dropAll(): void {
      for (const socket of sockets.clients) socket.terminate()
    },
    async close(): Promise<void> {
      source.terminate()
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function toMessages(bytes: Uint8Array): Omit<Message, 'time'>[] {
  const { frame } = receiveFrame(bytes)
  if (!frame || !('body' in frame)) return []
  const event = readEvent(frame)
  if (event.kind === 'identity') return [{ did: event.did, kind: 'identity', body: frame.body }]
  if (event.kind === 'account') return [{ did: event.did, kind: 'account', body: frame.body }]
  if (event.kind !== 'commit') return []
  const { blocks } = readBlocks(event.blocks)
  return (event.ops as { action: string; path: string; cid: { bytes: Uint8Array; $link: string } | null }[]).map(
    ({ action, path, cid }) => {
      const [collection, rkey] = path.split('/')
      const bytes = cid && blocks.get(blockKey(cid))
      const named = { rev: event.rev, operation: action, collection, rkey }
      const body = bytes ? { ...named, cid: cid?.$link, record: decodeBlock(bytes) } : named
      return { did: event.did, kind: 'commit', body }
    },
  )
}

function frameLegacy({ time, did, kind, body }: Message): Loose {
  return { did, time_us: time, kind, [kind]: body }
}

function frame({ time, did, kind, body }: Message): Loose {
  const at = `${new Date(Math.floor(time / 1000)).toISOString().slice(0, -1)}${String(time % 1000).padStart(3, '0')}Z`
  const head = {
    $type: `network.bsky.jetstream.subscribeEvents#${kind}`,
    seq: time % 1e9,
    did,
    time: at,
    witnessedAt: at,
  }
  return { $type: 'message', payload: kind === 'commit' ? { ...head, ...body } : { ...head, [kind]: body } }
}
