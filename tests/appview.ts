// An AppView for tests that answers some methods as it is told, and passes everything else on to the real one.
import { once } from 'node:events'
import { createServer } from 'node:http'

/** Gets the query; what it gives is the body, a number is the status of a refusal. */
export type Answer = (query: URLSearchParams) => unknown

export type StandIn = { url: string; answers: Map<string, Answer>; close: () => Promise<void> }

/** Listens on a port of its own, before the AppView at `appviewUrl`. `answers` go by method name. */
export async function startAppview(appviewUrl: string): Promise<StandIn> {
  const answers = new Map<string, Answer>()
  const server = createServer(async (request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const say = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    const answer = answers.get(pathname.replace('/xrpc/', ''))
    if (answer) {
      const body = answer(searchParams)
      if (typeof body === 'number') say(body, '{}')
      else say(200, JSON.stringify(body))
      return
    }
    const labelers = request.headers['atproto-accept-labelers']
    const headers: Record<string, string> = typeof labelers === 'string' ? { 'atproto-accept-labelers': labelers } : {}
    const real = await fetch(appviewUrl + pathname + search, { headers })
    say(real.status, await real.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${address.port}`, answers, close }
}
