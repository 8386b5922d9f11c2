// What /api refuses, and what it says of itself: every operation answers as the OpenAPI document tells.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definition, openApi } from '../api-scene.ts'
import { useNetwork } from '../network.ts'

const { server, call, makeFeed } = await openApi(await useNetwork())

const document = (part: object) => ({ title: 'Fine', definition, ...part })
const refusals: { name: string; body: unknown; status?: number; path?: string; headers?: Record<string, string> }[] = [
  { name: 'no JSON', body: '{"title":', status: 400 },
  { name: 'another type', body: 'title=x', status: 403, headers: { 'content-type': 'text/plain' } },
  { name: 'a form', body: 'title=x', status: 415, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { name: 'null', body: null, path: '' },
  { name: 'a list', body: [], path: '' },
  { name: 'no title', body: { definition }, path: 'title' },
  { name: 'a blank title', body: document({ title: ' ' }), path: 'title' },
  { name: 'a long title', body: document({ title: 'x'.repeat(25) }), path: 'title' },
  { name: 'no definition', body: { title: 'Fine' }, path: 'definition' },
  { name: 'an unknown field', body: document({ owner: 1 }), path: 'owner' },
  { name: 'an unknown visibility', body: document({ visibility: 'friends' }), path: 'visibility' },
  {
    name: 'the whole network',
    body: document({ definition: { version: 1, sources: [{ type: 'network' }], filters: [] } }),
    path: 'definition.filters',
  },
  {
    name: 'an unknown source',
    body: document({ definition: { ...definition, sources: [{ type: 'moon' }] } }),
    path: 'definition.sources.0.type',
  },
  {
    name: 'a private list of nobody’s',
    body: document({ definition: { ...definition, sources: [{ type: 'privateList', list: '2222222222222' }] } }),
    path: 'definition.sources.0.list',
  },
  {
    name: 'a feed of elsewhere',
    body: document({
      definition: {
        ...definition,
        sources: [{ type: 'feed', uri: 'at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.generator/trains' }],
      },
    }),
    path: 'definition.sources.0.uri',
  },
  {
    name: 'a search that no post answers alone',
    body: document({ definition: { ...definition, sources: [{ type: 'search', query: 'trains following:true' }] } }),
    path: 'definition.sources.0.query',
  },
]

describe('what is sent', () => {
  for (const { name, body, status = 422, path, headers } of refusals) {
    it(`${name} is refused with ${status} and a sentence`, async () => {
      const answer = await call('POST', '/api/feeds', { body, ...(headers ? { headers } : {}) })
      assert.deepEqual([answer.status, typeof answer.body.error], [status, 'string'], JSON.stringify(answer.body))
      if (path === undefined) return
      const mistakes = answer.body.mistakes as { path: string; message: string }[]
      assert.ok(
        mistakes.some((one) => one.path === path && one.message.endsWith('.')),
        JSON.stringify(mistakes),
      )
    })
  }

  it('is bounded', async () => {
    const many = document({ definition: { ...definition, sources: [{ type: 'hashtags', tags: Array(60).fill('x') }] } })
    assert.equal((await call('POST', '/api/feeds', { body: many })).status, 422)
    assert.equal((await call('POST', '/api/feeds', { body: `"${'x'.repeat(1024 * 1024)}"` })).status, 413)
  })

  it('elsewhere is answered in JSON too', async () => {
    assert.equal((await call('GET', '/api/nothing')).status, 404)
    assert.equal((await call('GET', '/api')).status, 404)
    const { status, headers } = await call('PUT', '/api/feeds', { body: {} })
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, POST'])
    for (const id of ['0', '1e3', '-1', '99999999999999999999', '%00', 'x']) {
      assert.equal((await call('GET', `/api/feeds/${id}`)).status, 404, id)
    }
  })
})

type Document = {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}
type Content = { content?: Record<string, { schema: Schema }> }
type Described = { requestBody?: Content; responses: Record<string, Content> }
type Schema = { $ref?: string; type?: string; required?: string[]; properties?: Record<string, Schema>; items?: Schema }

describe('the OpenAPI document', () => {
  it('says what comes back, of every operation', async () => {
    const { status, body } = await call('GET', '/api/openapi.json', { key: null })
    assert.equal(status, 200)
    const document = body as unknown as Document
    const feed = await makeFeed('Described')
    await call('PATCH', feed, { body: { description: 'So that there is a version' } })
    const bodies: Record<string, unknown> = {
      FeedDocument: { title: 'Described', definition },
      FeedFile: definition,
      FeedPatch: { title: 'Described anew' },
      TestRequest: { definition, posts: [{ record: { text: '#heron', tags: ['heron'] } }] },
    }
    const nameOf = ({ $ref = '' }: Schema = {}) => $ref.split('/').at(-1) ?? ''
    let asked = 0
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { requestBody, responses }] of Object.entries(methods)) {
        // Deleting would leave nothing to ask of, and publishing speaks to others.
        if (method === 'delete' || path.endsWith('publish')) continue
        const takes = nameOf(requestBody?.content?.['application/json']?.schema)
        const address = path.replace('/api/feeds/{id}', feed).replace('{version}', '1')
        const answer = await call(method.toUpperCase(), address, { body: takes ? bodies[takes] : undefined })
        const described = responses[answer.status]
        assert.ok(
          described && answer.status < 300,
          `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
        )
        holds(document, described.content?.['application/json']?.schema ?? {}, answer.body, `${method} ${path}`)
        const strange = await call(method.toUpperCase(), address, { key: 'x', body: takes ? bodies[takes] : undefined })
        holds(document, responses[strange.status]?.content?.['application/json']?.schema ?? {}, strange.body, path)
        asked++
      }
    }
    assert.ok(asked >= 10)
  })

  it('has a definition that stands alone as well', async () => {
    const { body } = await call('GET', '/api/definition.schema.json', { key: null })
    assert.equal(body.$id, `${server.url}/api/definition.schema.json`)
    for (const [, name] of JSON.stringify(body).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)) {
      assert.ok(name && name in (body.$defs as object))
    }
  })
})

/** That `value` has what `schema` says it must have, and nothing that it does not say. */
function holds(document: Document, schema: Schema, value: unknown, at: string): void {
  const name = schema.$ref?.split('/').at(-1)
  if (name === 'Definition') return
  const whole = name ? document.components.schemas[name] : schema
  assert.ok(whole, at)
  if (whole.type === 'array') {
    assert.ok(Array.isArray(value), at)
    for (const entry of value) holds(document, whole.items ?? {}, entry, `${at}[]`)
  }
  if (!whole.properties) return
  assert.ok(typeof value === 'object' && value !== null, at)
  for (const field of whole.required ?? []) assert.ok(field in value, `${at} lacks ${field}`)
  for (const [field, inner] of Object.entries(value)) {
    const described = whole.properties[field]
    assert.ok(described, `${at} has ${field}`)
    if (inner !== null) holds(document, described, inner, `${at}.${field}`)
  }
}
