// `--check`: walks the main path over HTTP as a person would, one line a step.
import { setTimeout as delay } from 'node:timers/promises'
import { awaitLive } from './await-live.ts'
import { openFeed, signIn } from './open-feeds.ts'
import { opened, type Page } from './page.ts'
import type { Demo } from './run-demo.ts'
import { memberOf } from './seed/write-lists.ts'
import { createVisitor } from './visitor.ts'

const tag = 'demopath'
const firstPost = `A first post from the demo, about lamps in boathouses. #${tag}`
const secondPost = `A second one, written by somebody else. #${tag}`

/** Walks the path; `say` gets a line a step. Throws with the step that failed and why. */
export async function checkPath(demo: Demo, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { skypanel, accounts, seeded, network } = demo
  const [me] = accounts
  if (!me) throw new Error('the network has no accounts')
  const person = createVisitor(skypanel.url, signal)
  const stranger = createVisitor(skypanel.url, signal)
  let count = 0
  const step = async <T>(name: string, action: () => Promise<T>): Promise<T> => {
    const started = Date.now()
    try {
      const result = await action()
      count += 1
      say(`  ${String(count).padStart(2)} ${name} (${Date.now() - started} ms)`)
      return result
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error })
    }
  }

  await step('the sign-in page has a form', () => opened(stranger.open('/sign-in')))
  await step('signed in with an app password', async () => {
    const home = await signIn(person, me)
    if (!person.cookie()) throw new Error('no cookie was set')
    expectText(home, 'Marit Solheim')
  })
  await step('the home timeline has posts', async () => {
    const posts = new Set((await opened(person.open('/'))).links.filter(isPostLink))
    if (posts.size < 10) throw new Error(`${posts.size} posts`)
  })
  await step('a profile shows its person', async () => {
    expectText(await opened(person.open('/profile/ines.test')), 'Inês Carvalho', 'Oleira em Caldas da Rainha')
  })
  await step('a thread can be read signed out', async () => {
    const rkey = seeded.posts.sleeper?.uri.split('/').at(-1)
    expectText(await opened(stranger.open(`/profile/tomas.test/post/${rkey}`)), 'conductor’s notebook', 'Eleven years')
  })
  const post = await step('wrote a post with a hashtag', async () => {
    await opened(person.send(await person.open('/compose'), '/post', { text: firstPost }))
    return findPost(demo, me.handle, firstPost, signal)
  })
  await step('liked it', async () => {
    const page = await opened(person.open(`/profile/${me.handle}/post/${post.uri.split('/').at(-1)}`))
    await opened(person.send(page, '/post/like', { uri: post.uri }))
    await eventually(
      'the AppView counts the like',
      signal,
      async () => (await askPost(demo, post.uri))?.likeCount === 1,
    )
  })
  const { id, preview } = await step('made a feed of the hashtag and published it', () =>
    openFeed(person, { title: 'Demo path', hashtags: tag, description: 'Made by the check of the demo.' }),
  )
  await step('somebody else’s post is announced on the feed’s open page', async () => {
    const live = await awaitLive(skypanel.url, `feed:${id}`, signal)
    const { agent } = memberOf(seeded.members, 'wren')
    const features = [{ $type: 'app.bsky.richtext.facet#tag' as const, tag }]
    const byteStart = secondPost.length - tag.length - 1
    await agent.post({ text: secondPost, facets: [{ index: { byteStart, byteEnd: secondPost.length }, features }] })
    await live.message()
  })
  await step('the feed’s page shows it, signed out', () =>
    eventually('it is on the page', signal, async () =>
      (await opened(stranger.open(preview))).text.includes(secondPost),
    ),
  )
  await step('another client sees it through the AppView', async () => {
    const { agent, account } = memberOf(seeded.members, 'ines')
    const client = agent.withProxy('bsky_appview', network.appviewDid)
    await eventually('getFeed has it', signal, async () => {
      const { data } = await client.app.bsky.feed.getActorFeeds({ actor: me.did })
      const [feed] = data.feeds
      if (!feed) return false
      const posts = await client.app.bsky.feed.getFeed({ feed: feed.uri })
      return posts.data.feed.some(({ post: { record } }) => record.text === secondPost) && account.did !== me.did
    })
  })
  await step('signed out', async () => {
    await person.send(await person.open('/'), '/auth/sign-out')
    const after = await person.open('/')
    if (after.forms.some(({ action }) => action.endsWith('/auth/sign-out'))) throw new Error('still signed in')
  })
}

async function findPost(
  { network }: Demo,
  handle: string,
  text: string,
  signal: AbortSignal,
): Promise<{ uri: string }> {
  let uri = ''
  await eventually('the AppView has it', signal, async () => {
    const answer = await fetch(`${network.appviewUrl}/xrpc/app.bsky.feed.getAuthorFeed?actor=${handle}`)
    const { feed } = (await answer.json()) as { feed: { post: { uri: string; record: { text: string } } }[] }
    uri = feed.find(({ post }) => post.record.text === text)?.post.uri ?? ''
    return uri !== ''
  })
  return { uri }
}

async function askPost({ network }: Demo, uri: string): Promise<{ likeCount: number } | undefined> {
  const answer = await fetch(`${network.appviewUrl}/xrpc/app.bsky.feed.getPosts?uris=${encodeURIComponent(uri)}`)
  return ((await answer.json()) as { posts: { likeCount: number }[] }).posts[0]
}

const isPostLink = (link: string) => /^\/profile\/[^/]+\/post\/[^/]+$/.test(link)

function expectText({ url, text }: Page, ...parts: string[]): void {
  for (const part of parts) if (!text.includes(part)) throw new Error(`${url} does not say “${part}”`)
}

/** Asks until the answer is yes. Throws after two minutes: a machine may be slow. */
async function eventually(what: string, signal: AbortSignal, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within two minutes`)
    await delay(100, undefined, { signal })
  }
}
