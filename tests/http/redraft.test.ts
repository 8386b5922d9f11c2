// Deleting a post to write it again: everything it carried is in the draft, and posted again it is the same.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppBskyFeedPost, AppBskyFeedPostgate, AppBskyFeedThreadgate } from '@atproto/api'
import { AppError } from '#server/app-error.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import { makeRedraftKeys, redraftPost } from '#server/writes/redraft-post.ts'
import { openContext } from '../context.ts'
import { createWriter, type Reference } from '../create-writer.ts'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { readFormFields } from '../read-form.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const writer = await createWriter(network, 'redraft')
const cookie = await signIn(server, writer)
const person = createPerson(server, cookie)
const collection = 'app.bsky.feed.post'
const rkeyOf = ({ uri }: Reference) => uri.split('/').at(-1) ?? ''

async function find(collection: string, rkey: string): Promise<Record<string, unknown> | undefined> {
  const question = writer.agent.com.atproto.repo.getRecord({ repo: writer.did, collection, rkey })
  return (await question.catch(() => undefined))?.data.value
}

/** Presses “Delete and write again” twice, opens the draft, presses “Post”; the record that comes of it. */
async function writeAgain(post: Reference): Promise<{ rkey: string; record: AppBskyFeedPost.Record }> {
  const page = await person.get(`/post/delete?uri=${encodeURIComponent(post.uri)}`)
  const form = await page.text()
  const hidden = (name: string) => form.match(new RegExp(`name="${name}" value="([^"]+)"`))?.[1] ?? ''
  const fields = { uri: post.uri, again: '1', draft: hidden('draft'), rkey: hidden('rkey') }
  const answers = await Promise.all([1, 2].map(() => person.post('/post/delete', fields)))
  for (const { status } of answers) assert.equal(status, 303)
  assert.equal(await find(collection, rkeyOf(post)), undefined)
  const draft = answers[0]?.headers.get('location') ?? ''
  const posted = await waitFor('it is posted again', async () => {
    const html = await (await person.get(draft)).text()
    const body = new FormData()
    for (const [name, value] of readFormFields(html, 'write')) body.append(name, value)
    const headers = { origin: server.url, cookie }
    const answer = await fetch(`${server.url}/post`, { method: 'POST', redirect: 'manual', headers, body })
    // A video may still be on its way.
    if (answer.status === 409) return undefined
    assert.equal(answer.status, 303, await answer.text())
    return true
  })
  assert.ok(posted)
  const record = await find(collection, fields.rkey)
  assert.ok(record && AppBskyFeedPost.validateRecord(record).success)
  return { rkey: fields.rkey, record: record as unknown as AppBskyFeedPost.Record }
}

async function download(blob: { ref: { toString(): string } }): Promise<Buffer> {
  const answer = await writer.agent.com.atproto.sync.getBlob({ did: writer.did, cid: blob.ref.toString() })
  return Buffer.from(answer.data)
}

test('pictures, a quote, labels, languages and both gates come along', async () => {
  const pictures = await Promise.all([files.phonePicture(), files.seeThroughPicture()])
  const [pier, pane] = await Promise.all(pictures.map((bytes) => writer.upload(bytes, 'image/jpeg')))
  const quoted = await writer.post('Quoted')
  const ratio = { width: 400, height: 600 }
  const images = [
    { image: pier, alt: 'A <pier> & "gulls"', aspectRatio: ratio },
    { image: pane, alt: '' },
  ]
  const post = await writer.post('Gone and back, example.com/a', {
    langs: ['nb'],
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'graphic-media' }] },
    embed: {
      $type: 'app.bsky.embed.recordWithMedia',
      record: { $type: 'app.bsky.embed.record', record: quoted },
      media: { $type: 'app.bsky.embed.images', images },
    },
  })
  const rule = { $type: 'app.bsky.feed.threadgate#followingRule' }
  await writer.write('app.bsky.feed.threadgate', { post: post.uri, allow: [rule] }, rkeyOf(post))
  const embeddingRules = [{ $type: 'app.bsky.feed.postgate#disableRule' }]
  await writer.write('app.bsky.feed.postgate', { post: post.uri, embeddingRules }, rkeyOf(post))
  await writer.settle([post, quoted])
  const { rkey, record } = await writeAgain(post)
  const embed = record.embed as unknown as {
    record: { record: Reference }
    media: { images: { alt: string; aspectRatio: object; image: { ref: object } }[] }
  }
  assert.deepEqual([record.text, record.langs], ['Gone and back, example.com/a', ['nb']])
  assert.deepEqual((record.labels as { values: object[] }).values, [{ val: 'graphic-media' }])
  assert.equal(embed.record.record.uri, quoted.uri)
  assert.deepEqual(
    embed.media.images.map(({ alt, aspectRatio }) => [alt, aspectRatio]),
    [
      ['A <pier> & "gulls"', ratio],
      ['', { width: 300, height: 200 }],
    ],
  )
  for (const { image } of embed.media.images) assert.ok((await download(image)).length > 100)
  const [thread, quotes] = await Promise.all([
    find('app.bsky.feed.threadgate', rkey),
    find('app.bsky.feed.postgate', rkey),
  ])
  assert.ok(AppBskyFeedThreadgate.validateRecord(thread).success && AppBskyFeedPostgate.validateRecord(quotes).success)
  assert.deepEqual([thread?.allow, quotes?.embeddingRules], [[rule], embeddingRules])
})

test('a video comes along with its captions, byte for byte', async () => {
  const video = await writer.upload(files.clip(), 'video/mp4')
  const captions = [{ lang: 'en', file: await writer.upload(files.captions, 'text/vtt') }]
  const post = await writer.post('Look', {
    embed: { $type: 'app.bsky.embed.video', video, captions, alt: 'A ferry', presentation: 'gif' },
  })
  await writer.settle([post])
  const { record } = await writeAgain(post)
  const embed = record.embed as unknown as {
    alt: string
    presentation: string
    video: { ref: object }
    captions: { lang: string; file: { ref: object } }[]
  }
  assert.deepEqual([embed.alt, embed.presentation], ['A ferry', 'gif'])
  assert.ok((await download(embed.video)).equals(files.clip()))
  assert.equal(embed.captions[0]?.lang, 'en')
  assert.match((await download(embed.captions[0]?.file as never)).toString(), /A ferry leaves/)
})

test('the card of a link comes along with its picture; what answers a post still answers it', async () => {
  const root = await writer.post('Root')
  const thumb = await writer.upload(await files.phonePicture(), 'image/jpeg')
  const external = { uri: 'https://example.com/nights', title: 'Nights', description: 'Sleepers.', thumb }
  const post = await writer.post('No link in here', {
    reply: { root, parent: root },
    embed: { $type: 'app.bsky.embed.external', external },
  })
  await writer.settle([root])
  await writer.settle([post])
  const { record } = await writeAgain(post)
  const card = (record.embed as unknown as { external: typeof external }).external
  assert.deepEqual([card.uri, card.title, card.description], [external.uri, 'Nights', 'Sleepers.'])
  assert.ok((await download(card.thumb as never)).length > 100)
  assert.equal(record.reply?.parent.uri, root.uri)
})

test('a feed stays a feed, and what another app has put in is said to stay behind', async () => {
  const [record] = Object.values(network.feeds)
  assert.ok(record)
  const post = await writer.post('A feed', { embed: { $type: 'app.bsky.embed.record', record }, tags: ['beside'] })
  await writer.settle([post])
  const form = await (await person.get(`/post/delete?uri=${encodeURIComponent(post.uri)}`)).text()
  assert.match(form, /that does not come along/)
  const again = await writeAgain(post)
  assert.equal((again.record.embed as unknown as { record: Reference }).record.uri, record.uri)
})

test('nothing is deleted while a file cannot be had, and nothing stays of the others', async (t) => {
  const { ctx, close } = await openContext(network)
  t.after(close)
  const browser = { cookie: null, userAgent: 'test' }
  const attempt = { identifier: writer.handle, password: writer.password, address: '', browser }
  const [session = ''] = await signInWithPassword(ctx, attempt)
  const viewer = await findViewer(ctx, session.split(';')[0] ?? '')
  assert.ok(viewer)
  const image = await writer.upload(await files.phonePicture(), 'image/jpeg')
  const post = await writer.post('Kept', { embed: { $type: 'app.bsky.embed.images', images: [{ image, alt: '' }] } })
  await writer.settle([post])
  const { mock } = t.mock.method(ctx.auth.resolvers.dids, 'resolve', () => Promise.reject(new Error('down')))
  const keys = makeRedraftKeys(ctx)
  await assert.rejects(redraftPost(ctx, viewer, { uri: post.uri, ...keys }), (error) => {
    assert.ok(error instanceof AppError)
    assert.match(error.message, /Nothing was deleted/)
    return true
  })
  assert.ok(await find(collection, rkeyOf(post)))
  mock.restore()
  assert.equal(await redraftPost(ctx, viewer, { uri: post.uri, ...keys }), `/compose?draft=${keys.draft}`)
  assert.equal(await find(collection, rkeyOf(post)), undefined)
})
