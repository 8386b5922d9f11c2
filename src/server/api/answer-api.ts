// The way of a request through /api: the key, the operation, what was sent, the answer. Errors are JSON, always.

import { definitionSchemaDocument } from '#feeds/definition-json-schema.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { findKeyHolder } from '../auth/api-keys.ts'
import type { WebContext } from '../context.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { describeApi } from './describe-api.ts'
import { tagOf } from './feed-resource.ts'
import type { Asked, Given, Operation } from './operation.ts'
import { operations } from './operations.ts'

type Params = Record<string, string | undefined>

const page = { usual: 50, most: 100 }

/**
 * Answers a request to /api. Cookies are not looked at, so that no page of another site can do anything here with
 * somebody's browser.
 */
export async function answerApi(ctx: WebContext, request: Request, pathname: string): Promise<Response> {
  try {
    const describe = descriptions.get(pathname)
    if (describe) return answerDescription(request, describe(ctx))
    const { operation, params } = findOperation(request, pathname)
    const { viewer, keyId, mayWrite } = await findKeyHolder(ctx, request.headers.get('authorization'))
    const refusal = ctx.apiDesk.count(keyId)
    if (refusal) throw refusal
    if (operation.needs === 'write' && !mayWrite)
      throw new AppError(403, 'This key may only read. Make one that may write.')
    const feedId = readNumber(params.id)
    const asked: Asked = {
      ...{ ctx, viewer, feedId, version: readNumber(params.version) },
      query: readPage(new URL(request.url), operation),
      unchangedSince: operation.isConditional ? await readCondition(ctx, viewer, feedId, request) : undefined,
      body: await readBody(request, operation),
    }
    return give(request, await withoutSession(viewer, () => operation.run(asked)))
  } catch (error) {
    return refuse(ctx, request, error)
  }
}

/** @throws AppError 404 for an address that is none, 405 for a method that it does not have */
function findOperation({ method }: Request, pathname: string): { operation: Operation; params: Params } {
  const here = operations.filter(({ path }) => patternOf(path).test(pathname))
  if (here.length === 0) throw new AppError(404, 'There is nothing here. /api/openapi.json says what there is.')
  const operation = here.find((one) => one.method === (method === 'HEAD' ? 'GET' : method))
  if (!operation) throw new AppError(405, `There is no ${method} here, but ${methodsAt(pathname)}.`)
  return { operation, params: { ...patternOf(operation.path).exec(pathname)?.groups } }
}

/** What may be done at an address, as `Allow` says it (RFC 9110 §10.2.1). */
function methodsAt(pathname: string): string {
  const methods = operations.filter(({ path }) => patternOf(path).test(pathname)).map(({ method }) => method)
  return methods.length > 0 ? methods.join(', ') : 'GET'
}

/** `/api/feeds/{id}` → what matches it. Ids are numbers, so that `import` is none. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>\\d{1,15})')}/?$`)
}

const descriptions = new Map([
  ['/api/openapi.json', describeApi],
  [
    '/api/definition.schema.json',
    ({ config }: WebContext) => definitionSchemaDocument(new URL('/api/definition.schema.json', config.publicUrl).href),
  ],
])

function answerDescription(request: Request, description: Record<string, unknown>): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AppError(405, 'This can only be read.')
  const headers = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }
  return Response.json(description, { headers })
}

function give(request: Request, { status = 200, body, tag, location, fileName }: Given): Response {
  const headers = new Headers({ 'cache-control': 'private, no-cache' })
  if (tag) headers.set('etag', tag)
  if (location) headers.set('location', location)
  if (fileName) headers.set('content-disposition', `attachment; filename="${fileName}"`)
  if (
    tag &&
    (request.method === 'GET' || request.method === 'HEAD') &&
    namesTag(request.headers.get('if-none-match'), tag)
  ) {
    return new Response(null, { status: 304, headers })
  }
  return body === undefined ? new Response(null, { status, headers }) : Response.json(body, { status, headers })
}

function refuse(ctx: WebContext, request: Request, error: unknown): Response {
  const isExpected = error instanceof AppError
  if (!isExpected)
    ctx.log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, 'api failed')
  const message = isExpected ? error.message : 'Something went wrong here. It has been written down.'
  const { mistakes = undefined, retryAfter = undefined } = isExpected ? error : {}
  const status = isExpected ? error.status : 500
  const headers = new Headers({ 'cache-control': 'private, no-store' })
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="SkyPanel"')
  if (status === 405) headers.set('allow', methodsAt(new URL(request.url).pathname))
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  return Response.json({ error: message, ...(mistakes ? { mistakes } : {}) }, { status, headers })
}

/** What acts on the network acts with a session of the key's owner: without one the key is right and cannot do it. */
async function withoutSession(viewer: Viewer, run: () => Promise<Given>): Promise<Given> {
  try {
    return await run()
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.status !== 401) throw cause
    const sentence = `Nobody is signed in here as @${viewer.handle}. Sign in with a browser once, then send this again.`
    throw new AppError(409, sentence, { cause })
  }
}

/** An id of ours, or 0, which nothing has. */
function readNumber(text: string | undefined): number {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0
}

function readPage({ searchParams }: URL, { hasPages }: Operation): Asked['query'] {
  const limit = hasPages ? (searchParams.get('limit') ?? String(page.usual)) : String(page.usual)
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > page.most) {
    const mistakes = [{ path: 'limit', message: `A limit is a whole number from 1 to ${page.most}.` }]
    throw new AppError(400, 'This page is none.', { mistakes })
  }
  return { limit: Number(limit), cursor: searchParams.get('cursor') ?? undefined }
}

/** What If-Match names, when it names what is there (RFC 9110 §13.1.1). */
async function readCondition(ctx: WebContext, viewer: Viewer, feedId: number, request: Request) {
  const header = request.headers.get('if-match')
  if (header === null) return undefined
  const feed = await requireOwnFeed(ctx, viewer, feedId)
  if (namesTag(header, tagOf(feed))) return header.trim() === '*' ? undefined : feed.updatedAt
  throw new AppError(412, 'This feed was changed elsewhere in the meantime. Look at it as it is now, then change it.')
}

function namesTag(header: string | null, tag: string): boolean {
  const names = header?.split(',').map((name) => name.trim().replace(/^W\//, '')) ?? []
  return names.some((name) => name === '*' || name === tag)
}

async function readBody(request: Request, { read }: Operation): Promise<unknown> {
  if (!read) return undefined
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new AppError(415, 'This wants JSON: send content-type: application/json.')
  const document: unknown = await request.json().catch((cause) => {
    const why = cause instanceof SyntaxError ? cause.message : 'it cannot be read'
    throw new AppError(400, `This is no JSON: ${why}`, { cause })
  })
  const result = read(document)
  if ('feed' in result) return result.feed
  throw new AppError(422, 'What was sent is not right.', result)
}
