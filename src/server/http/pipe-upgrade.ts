// Hands a WebSocket upgrade over to `stream` on loopback, byte for byte.
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { clientAddress } from '../auth/client-address.ts'
import type { Config } from '../config.ts'
import { believeProxy } from './believe-proxy.ts'
import { checkOrigin } from './check-origin.ts'
import { readTarget } from './read-target.ts'

/** Only /live is a socket, and only for pages of ours. A proxy that sends /live to `stream` itself is checked there. */
export function answerUpgrade(config: Config, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  // Node takes its own listener away with the upgrade: without one, a reset would end the process.
  socket.on('error', () => socket.destroy())
  believeProxy(config, request)
  if (readTarget(request.url, config.publicUrl)?.pathname !== '/live') refuseUpgrade(socket, 404, 'Not Found')
  else if (checkOrigin({ method: 'GET', headers: request.headers }, config)) refuseUpgrade(socket, 403, 'Forbidden')
  else pipeUpgrade(request, socket, head, config.streamPort)
}

/**
 * Replays the upgrade request on 127.0.0.1:`port` and joins the two sockets. `stream` answers the handshake.
 * A refused connection is answered 502.
 */
function pipeUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const upstream = connect(port, '127.0.0.1')
  const end = () => {
    socket.destroy()
    upstream.destroy()
  }
  upstream.once('connect', () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`]
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = request.rawHeaders[i] ?? ''
      if (!/^x-forwarded-for$/i.test(name)) lines.push(`${name}: ${request.rawHeaders[i + 1]}`)
    }
    lines.push(`X-Forwarded-For: ${addressOf(request)}`)
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
    upstream.write(head)
    upstream.pipe(socket)
    socket.pipe(upstream)
  })
  upstream.once('error', () => {
    if (upstream.connecting || upstream.bytesWritten === 0) refuseUpgrade(socket, 502, 'Bad Gateway')
    end()
  })
  socket.once('close', end)
  // What `stream` said last, the reason why it closes, still goes out.
  upstream.once('close', () => socket.end(() => socket.destroy()))
}

/** Sockets are counted by it: people behind one proxy must not count as one. */
function addressOf({ socket, headers }: IncomingMessage): string {
  return clientAddress(socket.remoteAddress ?? '', headers['x-forwarded-for']?.toString() ?? null)
}

/** Answers an upgrade with a plain HTTP status and closes the socket. */
function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
