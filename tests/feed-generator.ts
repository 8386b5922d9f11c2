// A feed generator on this machine, for tests: it gives whatever posts it is told, or fails.
import { once } from 'node:events'
import { createServer } from 'node:http'

export type FeedGenerator = {
  /** What the record of a feed made here names (did:web). */
  did: string
  /** URIs of posts by the feed's at-uri. Without any it answers that something is wrong. */
  feeds: Map<string, string[]>
  close: () => Promise<void>
}

/** Listens on a port of its own; it pages by the place in the list. */
export async function startFeedGenerator(): Promise<FeedGenerator> {
  const feeds = new Map<string, string[]>()
  let did = ''
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (pathname === '/.well-known/did.json') {
      const serviceEndpoint = `http://localhost:${did.split('%3A')[1]}`
      return answer(200, { id: did, service: [{ id: '#bsky_fg', type: 'BskyFeedGenerator', serviceEndpoint }] })
    }
    const posts = feeds.get(searchParams.get('feed') ?? '')
    if (!posts) return answer(400, { error: 'InvalidRequest', message: 'The kiln is cold' })
    const start = Number(searchParams.get('cursor') ?? 0)
    const end = start + Number(searchParams.get('limit') ?? 50)
    const feed = posts.slice(start, end).map((post) => ({ post }))
    answer(200, { feed, ...(end < posts.length ? { cursor: String(end) } : {}) })
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  did = `did:web:localhost%3A${address.port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { did, feeds, close }
}
