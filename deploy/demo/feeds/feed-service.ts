// The demo network's feed generator: a did:web on this machine that AppViews ask for app.bsky.feed.getFeedSkeleton.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestNetwork } from '@atproto/dev-env'
import { listPosts } from '../search/search-index.ts'
import { people } from '../seed/people.ts'
import { ranks } from './rank-feeds.ts'

type Database = TestNetwork['bsky']['db']

/** Who shows themselves to signed-in people only is not recommended to everybody. */
const shy = new Set(
  Object.entries(people).flatMap(([name, person]) => ('signedInOnly' in person ? [`${name}.test`] : [])),
)

/**
 * Listens on this machine until the process ends; answers once `db`, the AppView's database, is there.
 * @returns the DID that records of its feeds name
 */
export async function startFeedService(db: () => Database | undefined): Promise<string> {
  let did = ''
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/.well-known/did.json') return say(response, 200, document(did))
    const rank = ranks[searchParams.get('feed')?.split('/').at(-1) ?? '']
    const database = db()
    if (pathname !== '/xrpc/app.bsky.feed.getFeedSkeleton' || !rank || !database) {
      return say(response, 400, { error: 'UnknownFeed', message: 'This feed is not made here' })
    }
    try {
      const posts = (await listPosts(database)).filter(({ author }) => !shy.has(author.handle))
      say(response, 200, page(rank(posts), searchParams))
    } catch (error) {
      say(response, 500, { error: 'InternalServerError', message: String(error) })
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve))
  did = `did:web:localhost%3A${(server.address() as AddressInfo).port}`
  return did
}

function document(did: string) {
  const serviceEndpoint = `http://${decodeURIComponent(did.replace('did:web:', ''))}`
  return { id: did, service: [{ id: '#bsky_fg', type: 'BskyFeedGenerator', serviceEndpoint }] }
}

/** The cursor is the last post's address: what is new above it moves nothing. */
function page(posts: { uri: string }[], params: URLSearchParams) {
  const after = params.get('cursor')
  const from = after ? posts.findIndex(({ uri }) => uri === after) + 1 : 0
  if (after && from === 0) return { feed: [] }
  const limit = Math.min(Math.max(Number(params.get('limit')) || 50, 1), 100)
  const feed = posts.slice(from, from + limit).map(({ uri }) => ({ post: uri }))
  return { feed, ...(from + limit < posts.length ? { cursor: feed.at(-1)?.post } : {}) }
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
