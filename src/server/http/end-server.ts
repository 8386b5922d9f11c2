// How `web` ends: nothing new comes in, what is being answered is answered.
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * In ms: how long a request may take yet, how long `stream` may take to close its sockets, and how often it is looked
 * for connections that are idle by then.
 */
const usualPace = { requests: 7500, sockets: 2000, look: 50 }

/**
 * Stops listening and waits for the requests that are being answered; what is not done in time is cut off.
 * Connections that browsers and proxies keep open are closed as soon as they are idle.
 * @param upgraded sockets that `stream` answers, and closes with 1001 when it ends as well
 */
export async function endServer(server: Server, upgraded: Iterable<Duplex>, pace = usualPace): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const idle = setInterval(() => server.closeIdleConnections(), pace.look)
  const lateSockets = setTimeout(() => {
    for (const socket of upgraded) socket.destroy()
  }, pace.sockets)
  const lateRequests = setTimeout(() => server.closeAllConnections(), pace.requests)
  await closed
  clearInterval(idle)
  clearTimeout(lateSockets)
  clearTimeout(lateRequests)
}
