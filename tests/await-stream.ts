// Waits for what `stream` learns by looking.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { TestServer } from './server.ts'

/**
 * Until `stream` of `server` knows the session of `cookie`, and with it what people here want to hear of: it learns so
 * within a second, and at once of whoever begins to listen. What is earlier is not told.
 */
export async function untilStreamKnows(server: TestServer, cookie: string): Promise<void> {
  const headers = { origin: server.url, cookie }
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live`, { headers })
  await once(socket, 'open')
  const heard = once(socket, 'message')
  socket.send(JSON.stringify({ subscribe: ['notifications'] }))
  const [data] = await heard
  assert.deepEqual(JSON.parse(String(data)), { subscribed: ['notifications'] })
  socket.close()
}
