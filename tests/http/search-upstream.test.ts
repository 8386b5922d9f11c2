// Searching posts with AppViews that know more than the demo network's, or less.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const search = (q: string, more: Record<string, string> = {}) => `/search?${new URLSearchParams({ q, ...more })}`

type Answers = Record<string, (params: URLSearchParams) => [status: number, body: object]>

/** An AppView that gives `answers` by method, with what it was asked, and 501 for the rest. */
async function startAppView(answers: Answers) {
  const asked: URL[] = []
  const appview = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(url)
    const [status, body] = answers[url.pathname.replace('/xrpc/app.bsky.', '')]?.(url.searchParams) ?? [
      501,
      { error: 'MethodNotImplemented', message: 'Method Not Implemented' },
    ]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => appview.listen(0, '127.0.0.1', resolve))
  const settings = { APPVIEW_URL: `http://127.0.0.1:${(appview.address() as AddressInfo).port}` }
  const box = await startServer(network, { settings })
  const close = async () => {
    await box.close()
    appview.closeAllConnections()
    appview.close()
  }
  return { box, person: createPerson(box), asked, answers, close }
}

const cid = 'bafyreidfcm4u3vnuph5ltwdpssiz3a4xfbm2otjrdisftwnbfmnxd6lsxm'
const view = (rkey: string, record: object, more: object = {}) => ({
  uri: `at://did:plc:abc/app.bsky.feed.post/${rkey}`,
  cid,
  author: { did: 'did:plc:abc', handle: 'ines.test' },
  record: { $type: 'app.bsky.feed.post', createdAt: '2026-01-01T00:00:00Z', ...record },
  indexedAt: '2026-01-01T00:00:00Z',
  ...more,
})
const embed = { $type: 'app.bsky.embed.video' }

test('what a poor AppView leaves', async (t) => {
  const { box, person, asked, answers, close } = await startAppView({})
  t.after(close)

  await t.test('searching posts for signed-in people only', async () => {
    Object.assign(answers, {
      'feed.searchPosts': () => [403, { error: 'Forbidden', message: 'Request forbidden by administrative rules.' }],
      'actor.searchActors': () => [200, { actors: [{ did: 'did:plc:abc', handle: 'ines.test', displayName: 'Inês' }] }],
    })
    const answer = await person.get(search('clay'))
    const html = await answer.text()
    assert.equal(answer.status, 403)
    assert.match(html, /Searching posts is for people who are signed in/)
    assert.match(html, /href="\/sign-in\?next=%2Fsearch%3Fq%3Dclay"/)
    assert.match(html, /href="\/search\?q=clay&#38;tab=user"|href="\/search\?q=clay&amp;tab=user"/)
    assert.match(await (await person.get(search('clay', { tab: 'user' }))).text(), /Inês/)
    Object.assign(answers, {
      'unspecced.getPopularFeedGenerators': () => [200, { feeds: [generator], cursor: 'next' }],
    })
    const feeds = await (await person.get(search('"open kilns"', { tab: 'feed' }))).text()
    assert.match(feeds, /href="\/profile\/[^"]+\/feed\/kilns"[\s\S]*Open &lt;kilns/)
    assert.match(feeds, /tab=feed&(#38;|amp;)cursor=next/)
    assert.equal(asked.at(-1)?.searchParams.get('query'), 'open kilns')
    // No trends there: nothing is said.
    const start = await person.get('/search')
    assert.equal(start.status, 200)
    assert.doesNotMatch(await start.text(), /Talked about now/)
  })

  await t.test('documents of searches are offered where feed readers get them', async () => {
    const account = await network.createAccount(`rss-${randomBytes(3).toString('hex')}`)
    const read = async (path: string, who = person) => (await who.get(path)).text()
    const reader = await signInAs(box, account)
    for (const path of [search('clay'), '/hashtag/clay']) {
      assert.doesNotMatch(await read(path, reader), /rss\.xml/, `${path}, strangers are refused`)
    }
  })

  await t.test('one search, which knows few filters: it is gone through, and further for little', async () => {
    Object.assign(answers, {
      'feed.searchPosts': (params: URLSearchParams) => {
        const at = Number(params.get('cursor') ?? 0)
        const posts = [view(`${at}a`, { text: `words ${at}` }), view(`${at}b`, { text: `film ${at}`, embed })]
        return [200, { posts, cursor: String(at + 1) }]
      },
    })
    const html = await (await person.get(search('clay video:true'))).text()
    assert.match(html, /does not know all of these filters/)
    for (const text of ['film 0', 'film 3']) assert.ok(html.includes(text), text)
    assert.doesNotMatch(html, /words \d/)
    assert.match(html, /cursor=1%7E4/)
    await (await person.get(search('clay video:true', { cursor: '1~4' }))).text()
    await (await person.get(search('tea video:true'))).text()
    assert.equal(asked.filter(({ pathname }) => pathname.endsWith('searchPostsV2')).length, 1)
  })
})

const generator = {
  uri: 'at://did:plc:abc/app.bsky.feed.generator/kilns',
  cid,
  did: 'did:web:feeds.example',
  creator: { did: 'did:plc:abc', handle: 'ines.test', displayName: 'Inês' },
  displayName: 'Open <kilns>',
  indexedAt: '2026-01-01T00:00:00Z',
}

test('asks the second search where there is one, and goes on there', async () => {
  const { person, asked, close } = await startAppView({
    'feed.searchPostsV2': (params) => [
      200,
      {
        posts: [view('1', { text: params.get('cursor') ? 'older' : 'newer', embed })],
        cursor: params.get('cursor') ? undefined : 'next',
      },
    ],
  })
  try {
    const html = await (await person.get(search('clay media:true'))).text()
    assert.match(html, /newer/)
    assert.doesNotMatch(html, /does not know all of these filters/)
    assert.match(html, /cursor=2%7Enext/)
    assert.match(await (await person.get(search('clay media:true', { cursor: '2~next' }))).text(), /older/)
    assert.deepEqual(asked.filter(({ pathname }) => !pathname.endsWith('searchPostsV2')).map(String), [])
  } finally {
    await close()
  }
})
