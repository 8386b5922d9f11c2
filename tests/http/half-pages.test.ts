// Only one of the two things that a profile is made of comes: the page shows that one, and says what is missing.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings })
after(async () => {
  await server.close()
  await upstream.close()
})

const cookie = await signIn(server, network.account('marit'))
const get = async (path: string, who: string) => {
  const answer = await fetch(server.url + path, { headers: { cookie: who } })
  return { status: answer.status, html: await answer.text(), kept: answer.headers.get('cache-control') }
}
const title = /<h1><bdi>Inês Carvalho<\/bdi>/
const posts = /<article class="post/

for (const who of [cookie, '']) {
  const name = who ? 'signed in' : 'signed out'

  test(`${name}: posts without the profile`, async () => {
    upstream.setMood('fail', /getProfile$/)
    try {
      const { status, html, kept } = await get('/profile/ines.test', who)
      assert.equal(status, 502, html.slice(0, 300))
      assert.match(html, title)
      assert.match(html, posts)
      assert.match(html, /did not answer with their profile/)
      assert.doesNotMatch(html, /followers/, 'nothing is made up')
      assert.equal(kept, 'private, no-store')
    } finally {
      upstream.setMood('fine')
    }
  })

  test(`${name}: the profile without posts`, async () => {
    upstream.setMood('fail', /getAuthorFeed$/)
    try {
      const { status, html, kept } = await get('/profile/ines.test?tab=replies', who)
      assert.equal(status, 502, html.slice(0, 300))
      assert.match(html, title)
      assert.match(html, /followers/)
      assert.doesNotMatch(html, posts)
      assert.match(html, /Replies did not come/)
      assert.match(html, /Bluesky did not answer/)
      assert.match(html, /href="\/profile\/ines\.test\?tab=replies"[^>]*>\s*Try again/)
      assert.equal(kept, 'private, no-store')
    } finally {
      upstream.setMood('fine')
    }
  })
}

test('neither: an error page', async () => {
  upstream.setMood('fail', /getProfile$|getAuthorFeed$/)
  try {
    const { status, html } = await get('/profile/lena.test', cookie)
    assert.equal(status, 502)
    assert.match(html, /Bluesky did not answer/)
    assert.match(html, /Try again/)
  } finally {
    upstream.setMood('fine')
  }
})
