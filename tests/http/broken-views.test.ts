// One post of a real answer breaks its lexicon: the page shows the others, and a quiet line in its place.
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

type Loose = Record<string, unknown>
const cookie = await signIn(server, network.account('marit'))
const get = async (path: string, who: string) => {
  const answer = await fetch(server.url + path, { headers: { cookie: who } })
  return { status: answer.status, html: await answer.text() }
}
const countPosts = (html: string) => html.match(/<article class="(post|focus)/g)?.length ?? 0

/** Each makes something of a post view that is none. */
const breaks: Record<string, (post: Loose) => unknown> = {
  'no post at all': () => 'post',
  'without an author': ({ author: _, ...post }) => post,
  'an author without a DID': (post) => ({ ...post, author: { handle: 'x.test' } }),
  'an author who is a number': (post) => ({ ...post, author: 7 }),
  'a name that is a list': (post) => ({ ...post, author: { ...(post.author as Loose), displayName: [] } }),
  'without a record': ({ record: _, ...post }) => post,
  'a text that is an object': (post) => ({ ...post, record: { ...(post.record as Loose), text: {} } }),
  'an address that is a number': (post) => ({ ...post, uri: 7 }),
  'labels that are no list': (post) => ({ ...post, labels: { 0: { val: 'porn' } } }),
  'labels of the author that are numbers': (post) => ({ ...post, author: { ...(post.author as Loose), labels: [7] } }),
  'a viewer that is a text': (post) => ({ ...post, viewer: 'x' }),
}

/** The posts that were broken since the last `breakOne`, by the last part of their address. */
let broken: string[] = []

/** Breaks the second post of every list of posts. */
function breakOne(how: (post: Loose) => unknown) {
  broken = []
  const breakIt = (post: unknown) => {
    broken.push(
      String((post as Loose).uri)
        .split('/')
        .at(-1) ?? '',
    )
    return how(post as Loose)
  }
  upstream.change((path, body) => {
    // What notifications are about, asked for beside the page.
    if (path.endsWith('/app.bsky.feed.getPosts')) return body
    const answer: Loose = JSON.parse(body)
    const [feed, posts, thread] = [answer.feed, answer.posts, answer.thread] as (Loose[] | undefined)[]
    const item = Array.isArray(feed) ? feed[1] : undefined
    if (item) item.post = breakIt(item.post)
    if (Array.isArray(posts) && posts[1]) posts[1] = breakIt(posts[1]) as Loose
    const value = Array.isArray(thread)
      ? (thread.find(({ depth }) => depth === 1)?.value as Loose | undefined)
      : undefined
    if (value) value.post = breakIt(value.post)
    return JSON.stringify(answer)
  })
}

const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
const pages = ['/profile/ines.test', '/hashtag/NightTrains', `/profile/${did}/post/${rkey}`]

for (const path of pages) {
  test(`one broken post on ${path.replace(did ?? '', 'did')}`, async () => {
    const whole = await get(path, cookie)
    assert.equal(whole.status, 200)
    assert.ok(countPosts(whole.html) > 2, 'there are posts')
    for (const [name, how] of Object.entries(breaks)) {
      breakOne(how)
      try {
        const { status, html } = await get(path, cookie)
        assert.equal(status, 200, `${name}: ${html.slice(0, 300)}`)
        assert.doesNotMatch(html, /Shown as of/, `${name}: something older stands in`)
        assert.ok(countPosts(html) >= 1, name)
        assert.equal(broken.length, 1, name)
        assert.ok(!html.includes(`id="post-${broken[0]}"`), `${name}: it is shown`)
      } finally {
        upstream.change(undefined)
      }
    }
  })
}

test('a quiet line stands in the place of a post that cannot be read', async () => {
  breakOne(breaks['labels that are no list'] as (post: Loose) => unknown)
  try {
    const { html } = await get('/profile/ines.test?tab=media', cookie)
    assert.equal(html.match(/A post that SkyPanel cannot read/g)?.length, 1)
  } finally {
    upstream.change(undefined)
  }
})

test('one broken person takes nobody else out of a list', async () => {
  const whole = await get('/profile/ines.test/followers', cookie)
  const count = (html: string) => html.match(/class="person"/g)?.length ?? html.match(/<a class="name"/g)?.length ?? 0
  assert.ok(count(whole.html) > 2)
  upstream.change((_, body) => {
    const answer: Loose = JSON.parse(body)
    const { followers } = answer
    if (Array.isArray(followers)) followers[1] = { ...followers[1], labels: 7 }
    return JSON.stringify(answer)
  })
  try {
    const { status, html } = await get('/profile/ines.test/followers', cookie)
    assert.equal(status, 200)
    assert.doesNotMatch(html, /Shown as of/)
    assert.equal(count(html), count(whole.html) - 1)
  } finally {
    upstream.change(undefined)
  }
})
