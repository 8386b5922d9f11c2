// The OpenAPI 3.1 document of /api, made from the list of its operations.
import { definitionJsonSchema } from '#feeds/definition-json-schema.ts'
import type { WebContext } from '../context.ts'
import { writeApiSchemas } from './api-schemas.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'

const refusals: Record<number, string> = {
  400: 'What was sent cannot be read',
  401: 'There is no key, or one that is unknown or has expired',
  403: 'The key may only read',
  404: 'There is no such feed of yours',
  409: 'It cannot be done as things are: too many feeds, or nobody is signed in here to publish',
  412: 'The feed is not what If-Match names',
  415: 'The body is no JSON',
  422: 'Something in it is wrong; `mistakes` says what and where',
  429: 'The key has used its requests of this minute; Retry-After says when to come back',
  502: 'The person’s own server refused or did not answer',
  503: 'The network could not reach the feed, so it was not published',
}

/** For this box: its address is the server. */
export function describeApi(ctx: Pick<WebContext, 'config'>): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) }
  }
  const { definition, parts } = definitionJsonSchema()
  return {
    openapi: '3.1.0',
    info: {
      title: 'SkyPanel',
      version: '1',
      summary: 'Feeds: make, change, publish, read.',
      description: 'Keys are made under Settings, API keys. Each acts for its owner, and sees nothing of anybody else.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: ctx.config.publicUrl.origin }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key, `sky_…`' } },
      schemas: writeApiSchemas(definition, parts),
    },
  }
}

function describe({ id, summary, detail, needs, hasPages, isConditional, takes, gives, path }: Operation) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      ...{ name, in: 'path', required: true },
      schema: { type: 'integer', minimum: 1 },
    })),
    ...(hasPages ? pageParameters : []),
    ...(isConditional ? [conditionParameter] : []),
  ]
  const success = {
    description: gives.status === 201 ? 'Made' : 'Done',
    ...(gives.schema ? { content: { 'application/json': { schema: refTo(gives.schema) } } } : {}),
  }
  return {
    operationId: id,
    summary,
    description: [detail, needs === 'write' ? 'Needs a key that may write.' : ''].filter(Boolean).join(' '),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(takes ? { requestBody: { required: true, content: { 'application/json': { schema: refTo(takes) } } } } : {}),
    responses: {
      [gives.status]: success,
      ...Object.fromEntries(refusalsOf({ needs, isConditional, takes, hasPages, path, id }).map(describeRefusal)),
    },
  }
}

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const pageParameters = [
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 } },
  { name: 'cursor', in: 'query', schema: { type: 'string' }, description: 'As the page before gave it' },
]
const conditionParameter = {
  ...{ name: 'If-Match', in: 'header', schema: { type: 'string' } },
  description: 'The ETag that the feed came with: changes nothing when it has been changed since',
}

function refusalsOf(operation: Pick<Operation, 'needs' | 'path' | 'id'> & Partial<Operation>): number[] {
  const { needs, path, id, isConditional, takes, hasPages } = operation
  const isPublished = /^(un)?publishFeed$/.test(id)
  const mayFollow = isPublished || (needs === 'write' && path.includes('{id}'))
  return [
    ...(takes || hasPages ? [400] : []),
    401,
    ...(needs === 'write' ? [403] : []),
    ...(path.includes('{') ? [404] : []),
    ...(needs === 'write' ? [409] : []),
    ...(isConditional ? [412] : []),
    ...(takes ? [415] : []),
    ...(takes || path.includes('version') || /duplicate|export/.test(path) ? [422] : []),
    429,
    ...(mayFollow ? [502] : []),
    ...(id === 'publishFeed' ? [503] : []),
  ]
}

function describeRefusal(status: number): [number, unknown] {
  return [status, { description: refusals[status], content: { 'application/json': { schema: refTo('Refusal') } } }]
}
