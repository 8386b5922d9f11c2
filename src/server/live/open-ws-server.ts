// /live on `ws`, for machines that no binary of uWebSockets.js fits.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { addressOf, createAdmission, type LiveRules, type LiveServer, liveLimits } from './live-server.ts'
import { createState, type LiveState, takeMessage } from './live-socket.ts'

/** Listens on 127.0.0.1:`port`. @throws Error when the port is taken */
export async function openWsServer(port: number, rules: LiveRules): Promise<LiveServer> {
  const admission = createAdmission()
  const subscribers = new Map<string, Set<WebSocket>>()
  const alive = new WeakSet<WebSocket>()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: liveLimits.messageBytes, perMessageDeflate: false })

  const server = createServer((request, response) => answer(request, response, rules))
  server.on('upgrade', (request, socket, head) => {
    const address = addressOf(request.headers['x-forwarded-for']?.toString())
    if (request.url?.split('?')[0] !== '/live') return void refuse(socket, '404 Not Found')
    if (request.headers.origin !== rules.origin) return void refuse(socket, '403 Forbidden')
    if (!admission.enter(address)) return void refuse(socket, '429 Too Many Requests')
    socket.once('close', () => admission.leave(address))
    const state = createState(address, request.headers.cookie)
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened, state))
  })

  function serve(socket: WebSocket, state: LiveState): void {
    const carrier = {
      subscribe: (topic: string) => void subscribersOf(topic).add(socket),
      send: (message: string) => socket.send(message),
      end: (code: number) => socket.close(code),
    }
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
    socket.on('error', () => socket.terminate())
    socket.on('message', (message, isBinary) => {
      if (isBinary) socket.close(1003)
      else takeMessage(rules, state, carrier, message.toString())
    })
    socket.on('close', () => {
      state.isClosed = true
      for (const topic of state.topics) leave(topic, socket)
    })
  }

  function subscribersOf(topic: string): Set<WebSocket> {
    const known = subscribers.get(topic) ?? new Set()
    subscribers.set(topic, known)
    return known
  }

  function leave(topic: string, socket: WebSocket): void {
    const known = subscribers.get(topic)
    known?.delete(socket)
    if (known?.size === 0) subscribers.delete(topic)
  }

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, liveLimits.idleSeconds * 500)

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    carrier: 'ws',
    publish(topic, message) {
      for (const socket of subscribers.get(topic) ?? []) {
        if (socket.bufferedAmount < liveLimits.backlogBytes) socket.send(message)
        else socket.terminate()
      }
    },
    sockets: () => sockets.clients.size,
    async close() {
      clearInterval(heartbeat)
      for (const socket of sockets.clients) {
        socket.close(1001)
        setTimeout(() => socket.terminate(), 1000).unref()
      }
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(request: IncomingMessage, response: ServerResponse, rules: LiveRules): void {
  if (request.method !== 'GET' || request.url !== '/healthz') return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rules.health()))
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
