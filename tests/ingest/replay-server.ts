// A relay for tests: carries given frames to whoever connects, from their cursor on, and goes on as frames are added.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** `seq` decides from which cursor on a frame is sent; one without goes with the frame before it. */
export type Recorded = { seq: number; bytes: Uint8Array }

/** What the server does with a new connection before it sends frames; true when that was all. */
export type Greeting = (socket: WebSocket, cursor: number | undefined, connection: number) => boolean

/** Listens on a free port. `pace` frames go out between two turns of the event loop. */
export async function startReplayServer({ pace = 50, greet }: { pace?: number; greet?: Greeting } = {}) {
  const frames: Recorded[] = []
  const server = createServer()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  const cursors: (number | undefined)[] = []
  const feeders = new Set<() => void>()

  sockets.on('connection', (socket, request) => {
    const text = new URL(request.url ?? '/', 'http://x').searchParams.get('cursor')
    const cursor = text === null ? undefined : Number(text)
    cursors.push(cursor)
    if (greet?.(socket, cursor, cursors.length)) return
    // Without a cursor a stream begins with what comes next; a recording begins at its beginning.
    let next = frames.findIndex(({ seq }) => seq > (cursor ?? -1))
    if (next === -1) next = frames.length
    const feed = () => {
      if (socket.readyState !== socket.OPEN) return
      for (let i = 0; i < pace && next < frames.length; i++) socket.send(frames[next++]?.bytes ?? '')
      if (next < frames.length) setImmediate(feed)
    }
    feeders.add(feed)
    socket.on('close', () => feeders.delete(feed))
    socket.on('error', () => {})
    feed()
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Cursors of all connections so far. */
    cursors,
    add(...more: Recorded[]): void {
      frames.push(...more)
      for (const feed of feeders) feed()
    },
    dropAll(): void {
      for (const socket of sockets.clients) socket.terminate()
    },
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
