// Ports that nobody else is about to take: systems give the ports above these to outgoing connections.
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

const [first, end] = [23_000, 32_000]

/** A TCP port that nobody listened on a moment ago, on whatever address. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const server = createServer()
    try {
      server.listen(randomInt(first, end))
      await once(server, 'listening')
    } catch (error) {
      if (tries === 100) throw error
      continue
    }
    const { port } = server.address() as { port: number }
    server.close()
    await once(server, 'close')
    return port
  }
}
