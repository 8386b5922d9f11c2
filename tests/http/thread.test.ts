// Threads over HTTP: every kind of place in one, what is held back and why, orders, shapes, articles, and the lists of
// who did what with a post; through the AppView of the demo network, and one that does not have the new method.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { send, signIn, testScenarios } from './scenario.ts'
import { writeThreadScene } from './thread-scene.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { who, path } = await writeThreadScene(network)
const cookie = await signIn(server, who.viewer)
const ann = await signIn(server, who.ann)

/** Which posts of the scene a page shows, in its order; those that are held back included. */
function shown(html: string): string[] {
  return [...html.matchAll(/<article class="(?:post|focus)[^"]*".*?<\/article>/gs)].map(
    ([card]) => /Post ([\w-]+)\./.exec(card)?.[1] ?? '',
  )
}
const read = async (at: string, as?: string, on = server) => {
  const answer = await send(on, { name: at, path: at, ...(as ? { cookie: as } : {}) })
  const html = await answer.text()
  assert.equal(answer.status, 200, html.slice(0, 800))
  return html
}

testScenarios(server, [
  {
    name: 'a post deleted in the middle of a thread leaves a tombstone',
    path: path('d3'),
    status: 200,
    contains: ['This post was deleted by its author', 'Post d3.'],
  },
  { name: 'a deleted post', path: path('d2'), status: 404 },
  {
    name: 'a post above by somebody for signed-in people only',
    path: path('under-shy'),
    status: 200,
    contains: ['Only visible to people who are signed in', 'Post under-shy.'],
    lacks: ['Post shy.'],
  },
  { name: 'that post itself, signed out', path: path('shy'), status: 403, lacks: ['Post shy.'] },
  { name: 'who liked it, signed out', path: `${path('shy')}/liked-by`, status: 403 },
  { name: 'that post itself, signed in', path: path('shy'), cookie, status: 200, contains: ['Post shy.'] },
  {
    name: 'a post above by somebody whom the viewer blocks',
    path: path('under-blocked'),
    cookie,
    status: 200,
    contains: ['A post by somebody you have blocked'],
    lacks: ['Post blocked.'],
  },
  { name: 'a blocked post itself', path: path('blocked'), cookie, status: 403 },
  {
    name: 'a quote that was detached',
    path: path('detached'),
    cookie,
    status: 200,
    contains: ['The quoted post was detached by its author'],
    lacks: ['Post good.'],
  },
  {
    name: 'a reply that the author has hidden, on its own page',
    path: path('rude'),
    status: 200,
    contains: ['Post rude.', 'Hidden by the author of the thread'],
  },
  {
    name: 'an article',
    path: `${path('two')}?view=article`,
    status: 200,
    contains: [/<h1[^>]*>A thread by <bdi>/, /Post one\..*Post two\..*Post three\./s, '3 posts', '#replies'],
    lacks: ['Post good.', 'class="acts"'],
  },
  {
    name: 'an article of what is none',
    path: `${path('good')}?view=article`,
    status: 200,
    contains: ['<h1>Thread</h1>'],
  },
  {
    name: 'who liked a post',
    path: `${path('one')}/liked-by`,
    status: 200,
    contains: [who.ann.handle, who.cat.handle, '1 account is not shown here'],
    lacks: ['Zoe'],
  },
  {
    name: 'the same, signed in',
    path: `${path('one')}/liked-by`,
    cookie,
    status: 200,
    contains: ['Zoe', 'Muted by you'],
  },
  {
    name: 'who reposted it',
    path: `${path('one')}/reposted-by`,
    status: 200,
    contains: [who.ann.handle],
    lacks: [`${who.cat.handle}</`],
  },
  { name: 'who quoted it', path: `${path('one')}/quotes`, status: 200, contains: ['Post quoting.'] },
  {
    name: 'quotes by somebody muted',
    path: `${path('one')}/quotes`,
    cookie,
    status: 200,
    contains: ['No quotes'],
    lacks: ['Post quoting.'],
  },
  {
    name: 'lists by handle',
    path: `/profile/${who.op.handle}/post/${path('one').split('/').at(-1)}/reposted-by`,
    status: 200,
    contains: [who.ann.handle],
  },
  { name: 'nobody liked it', path: `${path('d3')}/liked-by`, status: 200, contains: ['No likes'] },
  { name: 'a list about a post that is gone', path: `${path('d2')}/quotes`, status: 404 },
  { name: 'a list that is none', path: `${path('one')}/disliked-by`, status: 404 },
  { name: 'a list by a handle that is none', path: '/profile/nobody.test/post/3aaaaaaaaaaaa/liked-by', status: 404 },
])

test('the tallies of a post lead to its lists', async () => {
  const html = await read(path('one'))
  for (const [list, count] of [
    ['liked-by', '3'],
    ['reposted-by', '1'],
    ['quotes', '1'],
  ]) {
    assert.match(html, new RegExp(`href="[^"]+/post/[^"]+/${list}"[^>]*>\\s*<strong>${count}</strong>`))
  }
})

test('hidden replies are behind one line, which says why each is hidden', async () => {
  const before = await read(path('one'))
  assert.ok(!shown(before).includes('rude'))
  assert.match(before, /<a class="veil" href="\?hidden=1#hidden"/)
  const after = await read(`${path('one')}?hidden=1`)
  const [, held = ''] = /<details class="veil" open.*?<ol class="replies">(.*?)<\/section>/s.exec(after) ?? []
  assert.deepEqual(shown(held), ['rude'])
  assert.match(held, /Hidden by the author of the thread/)
})

test('what the viewer hides and mutes is held back and says so', async () => {
  const open = await read(path('one'), cookie)
  const [visible = ''] = open.split('id="hidden"')
  for (const key of ['rude', 'loud', 'hidden', 'blocked']) assert.ok(!shown(visible).includes(key), key)
  const html = await read(`${path('one')}?hidden=1&view=tree`, cookie)
  const [, held = ''] = html.split('id="hidden"')
  assert.deepEqual(shown(held).sort(), ['hidden', 'loud', 'rude'])
  for (const why of ['You have hidden this post', 'Somebody you have muted', 'Hidden by the author of the thread']) {
    assert.ok(held.includes(why), why)
  }
})

test('replies stand as the viewer prefers, unless the address says otherwise', async () => {
  const chosen = (html: string) => [...html.matchAll(/aria-current="true">(\w+)</g)].map(([, label]) => label)
  assert.deepEqual(chosen(await read(path('one'), cookie)), ['Oldest', 'Linear'])
  assert.deepEqual(chosen(await read(path('one'))), ['Top', 'Tree'])
  assert.deepEqual(chosen(await read(`${path('one')}?sort=newest&view=tree`, cookie)), ['Newest', 'Tree'])
  const order = async (sort: string) => {
    const replies = shown(await read(`${path('one')}?sort=${sort}`))
    return ['good', 'hidden'].sort((left, right) => replies.indexOf(left) - replies.indexOf(right))
  }
  assert.deepEqual(await order('oldest'), ['good', 'hidden'])
  assert.deepEqual(await order('newest'), ['hidden', 'good'])
})

test('branches collapse, and lead on where they are deeper than the page', async () => {
  const html = await read(path('one'))
  assert.match(html, /<details class="branch" open>\s*<summary>/)
  const linear = await read(`${path('one')}?view=linear`)
  assert.doesNotMatch(linear, /class="branch"/)
  assert.deepEqual(shown(linear).slice(0, 3), ['one', 'two', 'three'])
})

test('an AppView without getPostThreadV2 is asked the old way', async () => {
  const asked: string[] = []
  const old = createServer(async (request, response) => {
    const [method = ''] = (request.url ?? '').replace('/xrpc/', '').split('?')
    asked.push(method)
    if (method.startsWith('app.bsky.unspecced.')) {
      response.writeHead(501, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'MethodNotImplemented', message: 'Method Not Implemented' }))
      return
    }
    const answer = await fetch(new URL(request.url ?? '', network.appviewUrl))
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(await answer.text())
  })
  old.listen(0, '127.0.0.1')
  await once(old, 'listening')
  const { port } = old.address() as AddressInfo
  const alone = await startServer(network, { settings: { APPVIEW_URL: `http://127.0.0.1:${port}` } })
  try {
    const html = await read(`${path('one')}?sort=oldest`, undefined, alone)
    const [visible = '', held = ''] = html.split('id="hidden"')
    for (const key of ['one', 'two', 'three', 'good', 'd1']) assert.ok(shown(visible).includes(key), key)
    assert.ok(!shown(visible).includes('rude') && shown(held).includes('rude'))
    assert.match(held, /Hidden by the author of the thread/)
    assert.doesNotMatch(html, /Post shy\./)
    assert.match(await read(path('d3'), undefined, alone), /This post was deleted by its author/)
    assert.match(await read(`${path('one')}?view=article`, undefined, alone), /3 posts/)
    const gone = await send(alone, { name: 'gone', path: path('d2') })
    assert.equal(gone.status, 404)
    assert.equal(asked.filter((method) => method === 'app.bsky.unspecced.getPostThreadV2').length, 1)
  } finally {
    await alone.close()
    old.close()
    old.closeAllConnections()
  }
})

test('the author of a thread sees it as everybody does', async () => {
  assert.ok(shown(await read(path('one'), ann)).includes('good'))
})
