// /api over HTTP: keys, feeds, refusals. The wrong key sees, changes and publishes nothing.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'

const network = await useNetwork()
let server: TestServer
let owner: Person
let stranger: Person
/** Keys by what they may do. */
let keys: Record<'write' | 'read' | 'stranger', string>

const definition = { version: 1, sources: [{ type: 'hashtags', tags: ['heron'] }], filters: [] }

type Json = Record<string, unknown>
type Answer = { status: number; body: Json; headers: Headers }

async function call(
  method: string,
  path: string,
  {
    key = keys.write,
    body,
    headers = {},
  }: { key?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers }
}

async function makeKey(person: Person, fields: Record<string, string>): Promise<string> {
  const answer = await person.post(
    '/settings/keys',
    { name: 'test', days: '30', ...fields },
    { accept: 'application/json' },
  )
  assert.equal(answer.status, 201, await answer.clone().text())
  return ((await answer.json()) as { key: string }).key
}

async function makeFeed(title: string): Promise<string> {
  const { status, body } = await call('POST', '/api/feeds', { body: { title, definition } })
  assert.equal(status, 201, JSON.stringify(body))
  return `/api/feeds/${body.id}`
}

before(async () => {
  server = await startServer(network)
  const tail = randomBytes(2).toString('hex')
  owner = await signInAs(server, await network.createAccount(`api-owner-${tail}`))
  stranger = await signInAs(server, await network.createAccount(`api-other-${tail}`))
  keys = {
    write: await makeKey(owner, { may: 'write' }),
    read: await makeKey(owner, { may: 'read' }),
    stranger: await makeKey(stranger, { may: 'write' }),
  }
})
after(() => server?.close())

describe('a key', () => {
  it('is made on a page, shown once, and removed there', async () => {
    const made = await owner.post('/settings/keys', { name: 'To <b>go</b>', may: 'write', days: '' })
    assert.equal(made.status, 303)
    const first = await (await owner.get('/settings/keys')).text()
    const key = /value="(sky_[\w-]{43})"/.exec(first)?.[1] ?? ''
    assert.equal((await call('GET', '/api/feeds', { key })).status, 200)
    const second = await (await owner.get('/settings/keys')).text()
    assert.ok(!second.includes(key.slice(8)), 'shown twice')
    assert.ok(!(await (await stranger.get('/settings/keys')).text()).includes('To &'))
    const id = /name="remove" value="(\d+)">\s*Remove<span class="sr"> To /.exec(second)?.[1] ?? ''
    assert.equal((await stranger.post('/settings/keys', { remove: id })).status, 404)
    assert.equal((await call('GET', '/api/feeds', { key })).status, 200)
    assert.equal((await owner.post('/settings/keys', { remove: id })).status, 303)
    assert.equal((await call('GET', '/api/feeds', { key })).status, 401)
  })

  it('that is none is refused in words, whatever it looks like, and a cookie is no key', async () => {
    const wrong = ['x', '', `sky_${'a'.repeat(43)}`, keys.write.slice(0, -1), `${keys.write}a`, "' OR 1=1 --"]
    for (const key of wrong) {
      const { status, body, headers } = await call('GET', '/api/feeds', { key })
      assert.deepEqual([status, typeof body.error], [401, 'string'], key)
      assert.match(headers.get('www-authenticate') ?? '', /^Bearer/)
    }
    assert.equal((await call('GET', '/api/feeds', { key: null })).status, 401)
    assert.equal((await owner.get('/api/feeds')).status, 401)
    assert.equal((await owner.post('/api/feeds', { title: 'x' })).status, 401)
  })

  it('that may only read changes nothing', async () => {
    const feed = await makeFeed('Only read')
    const before = await call('GET', feed, { key: keys.read })
    for (const [method, path] of [
      ['PATCH', feed],
      ['PUT', feed],
      ['DELETE', feed],
      ['POST', `${feed}/publish`],
      ['POST', `${feed}/duplicate`],
      ['POST', '/api/feeds'],
    ] as const) {
      const body =
        method === 'DELETE' || path.endsWith('e') || path.endsWith('h') ? undefined : { title: 'X', definition }
      assert.equal((await call(method, path, { key: keys.read, body })).status, 403, `${method} ${path}`)
    }
    assert.deepEqual((await call('GET', feed)).body, before.body)
  })

  it('of somebody else sees, changes and publishes nothing', async () => {
    const feed = await makeFeed('Mine')
    const before = await call('GET', feed)
    const key = keys.stranger
    assert.deepEqual((await call('GET', '/api/feeds', { key })).body, { feeds: [] })
    for (const [method, path, body] of [
      ['GET', feed],
      ['GET', `${feed}/items`],
      ['GET', `${feed}/versions`],
      ['GET', `${feed}/export`],
      ['PATCH', feed, { title: 'Yours' }],
      ['PUT', feed, { title: 'Yours', definition }],
      ['POST', `${feed}/duplicate`],
      ['POST', `${feed}/publish`],
      ['POST', `${feed}/unpublish`],
      ['POST', `${feed}/versions/1/restore`],
      ['DELETE', feed],
    ] as const) {
      assert.equal((await call(method, path, { key, body })).status, 404, `${method} ${path}`)
    }
    assert.deepEqual((await call('GET', feed)).body, before.body)
  })
})

describe('a feed', () => {
  it('is made, changed, kept in versions, brought back, copied, exported, imported and deleted', async () => {
    const made = await call('POST', '/api/feeds', { body: { title: ' Herons ', description: 'Grey', definition } })
    const feed = made.headers.get('location') ?? ''
    assert.deepEqual([made.status, feed], [201, `/api/feeds/${made.body.id}`])
    assert.partialDeepStrictEqual(made.body, { title: 'Herons', visibility: 'public', record: null, definition })

    const wider = {
      ...definition,
      order: { by: 'random' },
      gapMinutes: 10,
      sources: [{ type: 'hashtags', tags: ['heron', 'egret'] }],
    }
    const changed = await call('PATCH', feed, {
      body: { definition: wider, visibility: 'secret', acceptsInteractions: true },
    })
    assert.partialDeepStrictEqual(changed.body, {
      title: 'Herons',
      visibility: 'secret',
      acceptsInteractions: true,
      definition: wider,
    })
    assert.match(String(changed.body.address), /\/f\/[\w-]+\?key=[\w-]{22}$/)
    const replaced = await call('PUT', feed, { body: { title: 'Egrets', definition } })
    assert.partialDeepStrictEqual(replaced.body, { title: 'Egrets', description: '', visibility: 'secret' })

    const { body: past } = await call('GET', `${feed}/versions`)
    assert.partialDeepStrictEqual(past, {
      versions: [
        { version: 2, title: 'Herons', definition: wider },
        { version: 1, title: 'Herons', definition },
      ],
    })
    const restored = await call('POST', `${feed}/versions/2/restore`)
    assert.partialDeepStrictEqual(restored.body, { title: 'Herons', description: 'Grey', definition: wider })
    assert.equal((await call('POST', `${feed}/versions/77/restore`)).status, 404)

    const copy = await call('POST', `${feed}/duplicate`)
    assert.partialDeepStrictEqual(copy.body, { title: 'Copy of Herons', visibility: 'private', definition: wider })
    const file = await call('GET', `${feed}/export`)
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="herons?-[\w-]+\.json"$/)
    const imported = await call('POST', '/api/feeds/import', { body: file.body })
    assert.partialDeepStrictEqual(imported.body, { title: 'Herons', acceptsInteractions: true, definition: wider })
    const bare = await call('POST', '/api/feeds/import', { body: definition })
    assert.partialDeepStrictEqual(bare.body, { title: 'Imported feed', definition })

    assert.equal((await call('DELETE', feed)).status, 204)
    assert.equal((await call('GET', feed)).status, 404)
  })

  it('is listed a page at a time, each once', async () => {
    for (const title of ['One', 'Two', 'Three']) await makeFeed(title)
    const all = (await call('GET', '/api/feeds')).body.feeds as { id: number }[]
    const seen: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await call('GET', `/api/feeds?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...(body.feeds as { id: number }[]).map(({ id }) => id))
      if (body.cursor === undefined) break
      cursor = String(body.cursor)
    }
    assert.deepEqual(
      seen,
      all.map(({ id }) => id),
    )
    for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x']) {
      assert.equal((await call('GET', `/api/feeds?${query}`)).status, 400, query)
    }
  })

  it('that was changed meanwhile is not overwritten', async () => {
    const feed = await makeFeed('Shared')
    const tag = (await call('GET', feed)).headers.get('etag') ?? ''
    assert.equal((await call('GET', feed, { headers: { 'if-none-match': tag } })).status, 304)
    const headers = { 'if-match': tag }
    const first = await call('PATCH', feed, { body: { title: 'First' }, headers })
    assert.notEqual(first.headers.get('etag'), tag)
    for (const [method, body] of [
      ['PATCH', { title: 'Second' }],
      ['PUT', { title: 'Second', definition }],
      ['DELETE'],
    ] as const) {
      assert.equal((await call(method, feed, { body, headers })).status, 412, method)
    }
    assert.equal((await call('GET', feed)).body.title, 'First')
    const both = ['Left', 'Right'].map((title) =>
      call('PATCH', feed, { body: { title }, headers: { 'if-match': first.headers.get('etag') ?? '' } }),
    )
    assert.deepEqual((await Promise.all(both)).map(({ status }) => status).sort(), [200, 412])
  })
})

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
