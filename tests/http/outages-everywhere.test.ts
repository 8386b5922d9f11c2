// Upstream hangs, fails, asks for a pause or talks nonsense: every page there is to read answers, and says what it can.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import type { Mood } from '../hostile-proxy.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const { setMood } = upstream
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '1500' } })
after(async () => {
  await server.close()
  await upstream.close()
})

const cookie = await signIn(server, network.account('marit'))
/** That an answer comes is what counts: upstream never gives one. A page waits for UPSTREAM_PATIENCE, whatever else the machine does. */
const longest = 60_000
const get = async (path: string, who: string) => {
  const signal = AbortSignal.timeout(longest)
  const answer = await fetch(server.url + path, { headers: { cookie: who }, redirect: 'manual', signal })
  const { status, headers } = answer
  return {
    status,
    text: await answer.text(),
    type: headers.get('content-type') ?? '',
    kept: headers.get('cache-control'),
  }
}

const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
const [, , listDid, , listKey] = network.lists['railway-people']?.uri.split('/') ?? []
const post = `/profile/${did}/post/${rkey}`
const list = `/profile/${listDid}/lists/${listKey}`
const published = encodeURIComponent(`${server.url}${post}`)

/** What everybody may read. */
const publicPages = [
  '/profile/ines.test',
  '/profile/ines.test?tab=lists',
  '/profile/ines.test/followers',
  '/profile/ines.test/follows',
  '/profile/ines.test/search?q=clay',
  '/profile/ines.test/labeler',
  '/profile/ines.test/feed/x',
  '/profile/ines.test/feed/x/liked-by',
  post,
  `${post}?view=article`,
  `${post}/quotes`,
  `${post}/liked-by`,
  `${post}/reposted-by`,
  list,
  `${list}?tab=people`,
  '/starter-pack/ines.test/x',
  '/hashtag/NightTrains',
  '/search?q=train',
  '/search?q=train&tab=people',
  '/search?q=train&tab=feeds',
]
/** What lives on this box, or is somebody's own. */
const ownPages = [
  '/',
  `/?feed=${encodeURIComponent(network.lists['railway-people']?.uri ?? '')}`,
  '/notifications',
  '/notifications?tab=replies',
  '/saved',
  '/feeds',
  '/lists',
  '/suggestions',
  '/search',
  '/profile/ines.test/known-followers',
  '/profile/ines.test/similar',
  '/profile/ines.test/mutuals',
  '/menu',
]
const documents = [
  '/profile/ines.test/rss.xml',
  '/profile/ines.test/atom.xml',
  '/profile/ines.test/feed.json',
  `${list}/rss.xml`,
  '/hashtag/NightTrains/rss.xml',
  '/search/rss.xml?q=train',
  `/oembed?url=${published}`,
]

const words =
  /did not answer|does not answer|did not come|do not answer|asks for a pause|Slow down for a moment|Not offered/
const refusals = [424, 429, 501, 502, 503]

async function recover() {
  setMood('fine')
  for (const who of [cookie, '']) {
    await waitFor('upstream is asked again', async () => {
      const { status, text } = await get(`/hashtag/${randomBytes(4).toString('hex')}`, who)
      return status === 200 && !/Shown as of/.test(text)
    })
  }
}

const moods: Mood[] = ['hang', 'fail', 'pause', 'nonsense']
for (const mood of moods) {
  test(`every page while upstream answers with: ${mood}`, async () => {
    setMood(mood)
    try {
      const asked = [
        ...publicPages.flatMap((path) => [cookie, ''].map((who) => ({ path, who }))),
        ...ownPages.map((path) => ({ path, who: cookie })),
      ]
      const pages = await Promise.all(asked.map(async (page) => ({ ...page, answer: await get(page.path, page.who) })))
      for (const { path, who, answer } of pages) {
        const where = `${mood} ${path} ${who ? 'signed in' : 'signed out'}: ${answer.status}`
        assert.match(answer.type, /^text\/html/, where)
        assert.match(answer.text, /<h1/, where)
        if (answer.status === 200) continue
        assert.ok(refusals.includes(answer.status), `${where} ${answer.text.slice(0, 500)}`)
        assert.match(answer.text, words, where)
        assert.match(answer.kept ?? '', /no-store/, where)
      }
      const papers = await Promise.all(documents.map(async (path) => ({ path, answer: await get(path, '') })))
      for (const { path, answer } of papers) {
        assert.ok(
          [200, ...refusals].includes(answer.status),
          `${mood} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`,
        )
      }
    } finally {
      await recover()
    }
    assert.doesNotMatch(server.log(), /page failed|request failed/)
  })
}
