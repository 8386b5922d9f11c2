// Stands before the AppView and counts what is asked of it.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Resolves when it listens. `asked` are the names of the methods, in the order of the questions. */
export async function startCountingProxy(target: string) {
  const asked: string[] = []
  const server = createServer((incoming, answer) => {
    asked.push(new URL(incoming.url ?? '/', target).pathname.replace('/xrpc/', ''))
    const { host } = new URL(target)
    const outgoing = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: { ...incoming.headers, host },
    })
    outgoing.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.on('error', () => answer.writeHead(502).end())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
