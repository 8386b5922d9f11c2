// Fifty writes of one person at once, of several kinds, as their token expires: nothing lost, nothing doubled.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import type { WebContext } from '#server/context.ts'
import { bookmarkPost } from '#server/writes/bookmark-post.ts'
import { hidePost } from '#server/writes/hide-post.ts'
import { likePost } from '#server/writes/like-post.ts'
import { muteActor } from '#server/writes/mute-actor.ts'
import { repostPost } from '#server/writes/repost-post.ts'
import { saveMutedWords } from '#server/writes/save-muted-words.ts'
import { settle } from '../act-scene.ts'
import { openContext } from '../context.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { openSession } from '../write-record.ts'

const network = await useNetwork()
const { ctx, close } = await openContext(network)
after(close)
const tag = randomBytes(2).toString('hex')

test('nothing is lost, nothing is doubled, and the session lives on', async () => {
  const account = await network.createAccount(`many-${tag}`)
  const author = await openSession(network, await network.createAccount(`much-${tag}`))
  const createdAt = new Date().toISOString()
  const posts = await Promise.all(
    Array.from({ length: 5 }, async (_, at) => (await author.post({ text: `Post ${at}`, createdAt })).uri),
  )
  for (const uri of posts) await settle(author, uri)
  const browser = { cookie: null, userAgent: 'test' }
  const form = { identifier: account.handle, password: account.password, address: '127.0.0.1', browser }
  const [cookie = ''] = await signInWithPassword(ctx, form)
  const header = cookie.split(';')[0] ?? ''
  const viewer = await findViewer(ctx, header)
  assert.ok(viewer)
  const before = await ctx.auth.credentials.password.get(account.did)
  let refreshes = 0
  const { fetch } = ctx.auth
  ctx.auth.fetch = (input, init) => {
    if (new Request(input, init).url.endsWith('com.atproto.server.refreshSession')) refreshes += 1
    return fetch(input, init)
  }
  // Longer than a PDS lets an access token live, until there is a new one.
  const ahead: WebContext = { ...ctx, now: () => Date.now() + (refreshes > 0 ? 0 : 3 * 60 * 60 * 1000) }
  const word = (at: number) => (name: string) => ({ op: 'mute', words: `word ${at}` })[name] ?? ''
  const five = [0, 1, 2, 3, 4]
  const acts = five.flatMap((at) => {
    const uri = posts[at] ?? ''
    // Half of them are the same form sent twice.
    return [0, 1].flatMap(() => [
      likePost(ahead, viewer, uri, false),
      repostPost(ahead, viewer, uri, false),
      bookmarkPost(ahead, viewer, uri, false),
      hidePost(ahead, viewer, uri, false),
      at === 0 ? muteActor(ahead, viewer, author.assertDid, 'reposts') : saveMutedWords(ahead, viewer, word(at)),
    ])
  })
  assert.equal(acts.length, 50)
  for (const outcome of await Promise.allSettled(acts)) {
    assert.equal(outcome.status, 'fulfilled', String(outcome.status === 'rejected' && outcome.reason))
  }
  assert.ok(refreshes > 0)
  assert.ok(await findViewer(ctx, header))
  assert.notEqual((await ctx.auth.credentials.password.get(account.did))?.refreshJwt, before?.refreshJwt)

  const foreign = await openSession(network, account)
  for (const collection of ['app.bsky.feed.like', 'app.bsky.feed.repost']) {
    const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection })
    const subjects = data.records.map(({ value }) => (value.subject as { uri: string }).uri)
    assert.deepEqual(subjects.sort(), [...posts].sort(), collection)
  }
  const preferences = (await foreign.app.bsky.actor.getPreferences({})).data.preferences as {
    $type?: string
    items?: unknown[]
  }[]
  const itemsOf = (kind: string) =>
    preferences.find(({ $type }) => $type === `app.bsky.actor.defs#${kind}`)?.items ?? []
  assert.deepEqual((itemsOf('hiddenPostsPref') as string[]).sort(), [...posts].sort())
  const words = (itemsOf('mutedWordsPref') as { value: string }[]).map(({ value }) => value)
  assert.deepEqual(words.sort(), ['word 1', 'word 2', 'word 3', 'word 4'])
  // Bookmarks are kept by the AppView, which may be late.
  const kept = await waitFor('the bookmarks', async () => {
    const { bookmarks } = (await foreign.app.bsky.bookmark.getBookmarks({})).data
    return bookmarks.length >= posts.length && bookmarks.map(({ subject }) => subject.uri)
  })
  assert.deepEqual(kept.sort(), [...posts].sort())
})
