// The service that the demo network's AppView asks when somebody searches, and for trends. The real one does so, too;
// without it the AppView looks for one piece of text, letter by letter, and heeds no filter.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestNetwork } from '@atproto/dev-env'
import { findActors, findPosts } from './find-in-index.ts'
import { listTrends } from './list-trends.ts'
import { listActors, listPosts, listStarterPacks, listSuggestions } from './search-index.ts'

type Database = TestNetwork['bsky']['db']
type Answer = (db: Database, params: URLSearchParams) => Promise<object>

const answers: Record<string, Answer> = {
  'app.bsky.unspecced.searchPostsSkeleton': async (db, params) => {
    const { page, cursor, total } = cut(findPosts(await listPosts(db), params), params)
    return { posts: page.map(({ uri }) => ({ uri })), cursor, hitsTotal: total }
  },
  'app.bsky.unspecced.searchActorsSkeleton': async (db, params) => {
    const { page, cursor, total } = cut(findActors(await listActors(db), params.get('q') ?? ''), params)
    return { actors: page.map(({ did }) => ({ did })), cursor, hitsTotal: total }
  },
  'app.bsky.unspecced.searchStarterPacksSkeleton': async (db, params) => {
    const name = (params.get('q') ?? '').toLowerCase()
    const found = (await listStarterPacks(db)).filter((pack) => pack.name.toLowerCase().includes(name))
    const { page, cursor, total } = cut(found, params)
    return { starterPacks: page.map(({ uri }) => ({ uri })), cursor, hitsTotal: total }
  },
  'app.bsky.unspecced.getSuggestionsSkeleton': async (db, params) => {
    const { page, cursor } = cut(await listSuggestions(db, params), params)
    return { actors: page.map((did) => ({ did })), cursor }
  },
  'app.bsky.unspecced.getTrendsSkeleton': async (db, params) => ({
    trends: listTrends(await listPosts(db), limitOf(params)),
  }),
  'app.bsky.unspecced.getTrendingTopics': async (db, params) => ({
    topics: listTrends(await listPosts(db), limitOf(params)).map(({ topic, displayName, link }) => ({
      ...{ topic, displayName, link },
    })),
    suggested: [],
  }),
}

/**
 * Listens on this machine until the process ends; answers once `db`, the AppView's database, is there.
 * @returns its address
 */
export async function startSearchService(db: () => Database | undefined): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const answer = answers[pathname.replace('/xrpc/', '')]
    const database = db()
    if (!answer || !database) return say(response, 501, { error: 'MethodNotImplemented' })
    try {
      say(response, 200, await answer(database, searchParams))
    } catch (error) {
      say(response, 500, { error: 'InternalServerError', message: String(error) })
    }
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function limitOf(params: URLSearchParams): number {
  return Math.min(Math.max(Number(params.get('limit')) || 25, 1), 100)
}

/** One page; the cursor is how many came before the next. */
function cut<Item>(items: Item[], params: URLSearchParams): { page: Item[]; cursor?: string; total: number } {
  const from = Math.max(Number(params.get('cursor')) || 0, 0)
  const next = from + limitOf(params)
  return {
    page: items.slice(from, next),
    ...(next < items.length ? { cursor: String(next) } : {}),
    total: items.length,
  }
}
