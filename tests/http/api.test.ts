// /api over HTTP: keys and feeds. The wrong key sees, changes and publishes nothing.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definition, openApi } from '../api-scene.ts'
import { useNetwork } from '../network.ts'

const { owner, stranger, keys, call, makeFeed } = await openApi(await useNetwork())

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
