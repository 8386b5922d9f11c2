// /live on uWebSockets.js.
import { addressOf, createAdmission, type LiveRules, type LiveServer, liveLimits } from './live-server.ts'
import { createState, type LiveState, takeMessage } from './live-socket.ts'

type Uws = typeof import('@uwsjs/core')
type Socket = import('@uwsjs/core').WebSocket<LiveState>

/** Listens on 127.0.0.1:`port`. @throws Error when the port is taken */
export async function openUwsServer(uws: Uws, port: number, rules: LiveRules): Promise<LiveServer> {
  const admission = createAdmission()
  const sockets = new Set<Socket>()
  const text = new TextDecoder()
  const app = uws.App()

  app.ws<LiveState>('/live', {
    maxPayloadLength: liveLimits.messageBytes,
    maxBackpressure: liveLimits.backlogBytes,
    closeOnBackpressureLimit: true,
    idleTimeout: liveLimits.idleSeconds,
    sendPingsAutomatically: true,
    upgrade(response, request, context) {
      const address = addressOf(request.getHeader('x-forwarded-for'))
      if (request.getHeader('origin') !== rules.origin) return void response.writeStatus('403 Forbidden').end()
      if (!admission.enter(address)) return void response.writeStatus('429 Too Many Requests').end()
      const [key, protocol, extensions] = ['key', 'protocol', 'extensions'].map((name) =>
        request.getHeader(`sec-websocket-${name}`),
      ) as [string, string, string]
      const cookie = request.getHeader('cookie') || undefined
      response.upgrade(createState(address, cookie), key, protocol, extensions, context)
    },
    open: (socket) => void sockets.add(socket),
    message(socket, message, isBinary) {
      const carrier = {
        subscribe: (topic: string) => void socket.subscribe(topic),
        send: (answer: string) => void socket.send(answer),
        end: (code: number) => socket.end(code),
      }
      if (isBinary) socket.end(1003)
      else takeMessage(rules, socket.getUserData(), carrier, text.decode(message))
    },
    close(socket) {
      sockets.delete(socket)
      const state = socket.getUserData()
      state.isClosed = true
      admission.leave(state.address)
    },
  })
  app.get('/healthz', (response) => {
    response.writeHeader('content-type', 'application/json').end(JSON.stringify(rules.health()))
  })
  app.any('/*', (response) => void response.writeStatus('404 Not Found').end())

  const listening = await new Promise<import('@uwsjs/core').us_listen_socket | false>((resolve) => {
    app.listen('127.0.0.1', port, resolve)
  })
  if (!listening) throw new Error(`cannot listen on 127.0.0.1:${port}`)
  return {
    carrier: 'uws',
    publish: (topic, message) => void app.publish(topic, message),
    sockets: () => sockets.size,
    async close() {
      uws.us_listen_socket_close(listening)
      for (const socket of sockets) socket.end(1001)
    },
  }
}
