// Upstream is slow, refuses, closes or talks nonsense: every page answers in time, and says what it can.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import type { Mood } from '../hostile-proxy.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const { pds, setMood } = upstream
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '2400' } })
after(async () => {
  await server.close()
  await upstream.close()
})

const cookie = await signIn(server, network.account('marit'))
const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
const visited = [
  { path: '/', words: 'Home', isPersonal: true },
  { path: '/profile/ines.test', words: 'Inês Carvalho' },
  { path: '/profile/ines.test?tab=replies', words: 'Inês Carvalho' },
  { path: `/profile/${did}/post/${rkey}`, words: 'Barcelona' },
  { path: '/hashtag/NightTrains', words: 'NightTrains' },
  { path: '/profile/ines.test/followers', words: 'Inês' },
  { path: '/search?q=train', words: 'train' },
]
const pages = [
  ...visited.map((page) => ({ ...page, cookie })),
  ...visited.filter(({ isPersonal }) => !isPersonal).map((page) => ({ ...page, cookie: '' })),
]
/** A page must come within 3 s. This is that, and room for a machine that does ten other things. */
const longest = 10_000
const get = (path: string, who: string) =>
  fetch(server.url + path, {
    headers: { cookie: who },
    redirect: 'manual',
    signal: AbortSignal.timeout(longest),
  }).then(async (answer) => ({ status: answer.status, headers: answer.headers, html: await answer.text() }))

const isMarked = (html: string) => /Shown as of <time datetime="[^"]+">/.test(html)

/** Everything is as it should be again. */
async function recover() {
  setMood('fine')
  for (const who of [cookie, '']) {
    await waitFor('the page is fresh', async () => {
      const { status, html } = await get('/profile/joao.test/followers', who)
      return status < 500 && status !== 429 && !isMarked(html)
    })
  }
}

test('pages that were visited are shown as they were; others say that there was no answer', async (t) => {
  const people = ['kenji', 'lena', 'omar', 'oona', 'piotr', 'tomas', 'wren']
  await Promise.all(
    pages.map(({ path, words, cookie: who }) =>
      waitFor(path, async () => {
        const { status, html } = await get(path, who)
        return status === 200 && html.includes(words)
      }),
    ),
  )
  const moods: Mood[] = ['hang', 'close', 'fail', 'pause', 'nonsense', 'other-shape', 'truncate']
  for (const [at, mood] of moods.entries()) {
    await t.test(mood, async (t) => {
      t.after(recover)
      setMood(mood)
      const stranger = `/profile/${people[at]}.test`
      // Not all at once: a busy machine takes long to make so many pages, whatever upstream does.
      const visit = (who: string) =>
        Promise.all(
          pages
            .filter((page) => page.cookie === who)
            .map(async (page) => ({ page, answer: await get(page.path, page.cookie) })),
        )
      const known = [...(await visit(cookie)), ...(await visit(''))]
      const unknown = await Promise.all(
        [stranger, `${stranger}/followers`, `/hashtag/${mood}`].flatMap((path) =>
          [cookie, ''].map(async (who) => ({ path, who, answer: await get(path, who) })),
        ),
      )
      for (const { page, answer } of known) {
        const where = `${mood} ${page.path} ${page.cookie ? 'signed in' : 'signed out'}`
        assert.equal(answer.status, 200, `${where}: ${answer.html.slice(0, 300)}`)
        assert.ok(answer.html.includes(page.words), where)
        // Something public may still be fresh.
        if (page.cookie) assert.ok(isMarked(answer.html), `${where}: no marker`)
        if (isMarked(answer.html)) assert.equal(answer.headers.get('cache-control'), 'no-store', where)
      }
      for (const { path, who, answer } of unknown) {
        const where = `${mood} ${path} ${who ? 'signed in' : 'signed out'}`
        assert.ok([424, 429, 502, 503].includes(answer.status), `${where}: ${answer.status}`)
        assert.match(answer.html, /did not answer|Slow down for a moment|asks for a pause/, where)
        assert.match(answer.html, /Try again/, where)
        assert.equal(answer.headers.get('cache-control'), 'private, no-store', where)
      }
    })
  }
  assert.doesNotMatch(server.log(), /page failed|request failed/)
})

test('what was kept for somebody is shown to nobody else, and not after they left', async () => {
  const other = await signIn(server, network.account('tomas'))
  setMood('close')
  try {
    const home = await get('/', other)
    assert.ok([424, 502].includes(home.status), `${home.status}`)
    assert.equal(isMarked((await get('/', cookie)).html), true)
  } finally {
    await recover()
  }
})

test('what somebody writes is neither sent twice nor answered from what was kept', async () => {
  const before = pds.asked.filter((path) => path.endsWith('createRecord')).length
  setMood('fail')
  try {
    const body = new URLSearchParams({ text: 'once', id: 'x' })
    const answer = await fetch(`${server.url}/post`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: server.url, accept: 'application/json' },
      body,
    })
    assert.ok(answer.status >= 400, `${answer.status} ${await answer.text()}`)
  } finally {
    await recover()
  }
  assert.ok(pds.asked.filter((path) => path.endsWith('createRecord')).length - before <= 1)
})
