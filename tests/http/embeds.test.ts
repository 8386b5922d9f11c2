// Every kind of embed as real records, and what nobody should write: each has its place, and no page falls.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { BlobRef } from '@atproto/api'
import { createWriter, pageOf, type Reference, type Writer } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const root = join(import.meta.dirname, '..')
const bytesOf = (path: string) => readFileSync(join(root, path))
let server: TestServer
let writer: Writer
let cookie: string
const posts = new Map<string, Reference>()

type Expected = { contains: (string | RegExp)[]; lacks?: string[] }
const quiet = 'Something that this version of SkyPanel does not know'

const table: Record<string, Expected> = {
  'one picture': { contains: ['class="pic upright"', 'width="600" height="800"', '<summary>', 'A heron'] },
  'pictures without a shape': { contains: ['class="pic unknown"', 'Picture without a description'] },
  'a picture of impossible shape': { contains: ['class="pic tall"', 'width="1" height="99999"'] },
  'a gallery': { contains: ['class="grid4 many"', 'Heron 7'], lacks: ['hologram'] },
  'a gallery of nothing known': { contains: [quiet] },
  'a video': { contains: ['<video', 'type="video/mp4"', '<track kind="captions"', 'label="Deutsch"'], lacks: ['<b>x'] },
  'a GIF': { contains: ['class="play"', 'loop', 'muted', 'aria-label="Play the GIF: Rain"'] },
  'a link': { contains: ['class="link"', '<small>example.com</small>', 'A page', '_thumbnail'] },
  'a link without words': { contains: ['class="link bare"', '<strong dir="auto">example.com</strong>'] },
  'a link to a script': { contains: [quiet], lacks: ['javascript:alert'] },
  'a GIF of a keyboard': {
    contains: ['GIF · media.tenor.com', 'Open the GIF on media.tenor.com: Hello'],
    lacks: ['.gif"/>', 'src="https://media.tenor'],
  },
  'a quote': { contains: ['class="quote"', 'The quoted words'] },
  'a quote with a picture': { contains: ['class="pic upright"', 'class="quote"', 'The quoted words'] },
  'a quote of what never was': { contains: ['This quoted post was deleted by its author'] },
  'a quote of what is gone': { contains: ['This quoted post was deleted by its author'], lacks: ['Soon gone'] },
  'a quote of somebody who blocks': { contains: ['class="tomb"', /block/], lacks: ['Words behind a block'] },
  'a quote that was taken off': {
    contains: ['The quoted post was detached by its author'],
    lacks: ['Not for quoting'],
  },
  'a feed': { contains: ['class="link record"', 'Trains only', /Feed by <bdi>@/, '/feed/trains'] },
  'a list': { contains: ['Night people', /List by <bdi>@/, '/lists/night'] },
  'a labeler': { contains: ['class="link record"', /Labeler by <bdi>@/] },
  'a starter pack': { contains: ['Begin here', /Starter pack by <bdi>@/, '/starter-pack/'] },
  'a quote of what is no post': { contains: ['class="tomb"'] },
  'a kind of the future': { contains: [quiet] },
  'a picture that is none': { contains: ['class="pic'] },
  'facets everywhere': { contains: ['>facets</a> everywhere, over each other'] },
  'hostile text': { contains: ['hostile text'], lacks: ['<script>alert'] },
  'an impossible time': { contains: ['an impossible time', '<time'] },
  'many languages': { contains: ['many languages'], lacks: ['lang="<'] },
}

before(async () => {
  server = await startServer(network)
  writer = await createWriter(network, 'embeds')
  cookie = await signIn(server, { handle: writer.handle, password: 'night-train-31' })
  const picture = await writer.upload(bytesOf('../deploy/demo/pictures/heron.jpg'), 'image/jpeg')
  const targets = await writeTargets()
  await writePosts(picture, targets)
  await writer.settle([...posts.values()])
})
after(() => server?.close())

type Targets = Record<
  'plain' | 'gone' | 'blocked' | 'detached' | 'feed' | 'list' | 'labeler' | 'pack' | 'profile',
  Reference
>

/** What is quoted, by somebody else where it matters. */
async function writeTargets(): Promise<Targets> {
  const blocker = await createWriter(network, 'blocker')
  const [plain, gone, detached, blocked] = [
    await writer.post('The quoted words'),
    await writer.post('Soon gone'),
    await writer.post('Not for quoting'),
    await blocker.post('Words behind a block'),
  ]
  await blocker.write('app.bsky.graph.block', { subject: writer.did })
  const did = network.account('marit').did
  const feed = await writer.write('app.bsky.feed.generator', { did, displayName: 'Trains only' }, 'trains')
  const list = await writer.write(
    'app.bsky.graph.list',
    { purpose: 'app.bsky.graph.defs#curatelist', name: 'Night people' },
    'night',
  )
  const labeler = await writer.write('app.bsky.labeler.service', { policies: { labelValues: ['spam'] } }, 'self')
  const profile = await writer.write('app.bsky.actor.profile', { displayName: 'Someone' }, 'self')
  const pack = await writer.write('app.bsky.graph.starterpack', { name: 'Begin here', list: list.uri })
  await writer.settle([plain, gone, detached])
  await waitFor('the AppView has the records', async () => {
    const { app } = writer.agent
    const answers = await Promise.all([
      app.bsky.feed.getFeedGenerators({ feeds: [feed.uri] }),
      app.bsky.graph.getList({ list: list.uri }),
      app.bsky.graph.getStarterPack({ starterPack: pack.uri }),
      app.bsky.labeler.getServices({ dids: [writer.did] }),
      app.bsky.actor.getProfile({ actor: blocker.did }),
    ])
    return (
      answers[0].data.feeds.length === 1 &&
      answers[3].data.views.length === 1 &&
      Boolean(answers[4].data.viewer?.blockedBy)
    )
  })
  return { plain, gone, blocked, detached, feed, list, labeler, pack, profile }
}

async function writePosts(image: BlobRef, targets: Targets): Promise<void> {
  const write = async (name: string, more: Record<string, unknown>) =>
    void posts.set(name, await writer.post(name, more))
  const aspectRatio = { width: 600, height: 800 }
  const images = (...more: object[]) => ({
    $type: 'app.bsky.embed.images',
    images: more.map((one) => ({ image, alt: '', ...one })),
  })
  const gallery = (items: object[]) => ({ embed: { $type: 'app.bsky.embed.gallery', items } })
  const external = (external: object) => ({ embed: { $type: 'app.bsky.embed.external', external } })
  const record = (record: Reference) => ({ $type: 'app.bsky.embed.record', record })

  await write('one picture', { embed: images({ alt: 'A heron', aspectRatio }) })
  await write('pictures without a shape', { embed: images({}) })
  await write('a picture of impossible shape', { embed: images({ aspectRatio: { width: 1, height: 99_999 } }) })
  const item = { $type: 'app.bsky.embed.gallery#image', image, aspectRatio }
  const seven = Array.from({ length: 7 }, (_, at) => ({ ...item, alt: `Heron ${at + 1}` }))
  const hologram = { $type: 'app.bsky.embed.gallery#hologram', alt: 'hologram' }
  await write('a gallery', gallery([...seven, hologram]))
  await write('a gallery of nothing known', gallery([hologram]))

  const video = await writer.upload(bytesOf('browser/videos/clip.mp4'), 'video/mp4')
  const file = await writer.upload(Buffer.from('WEBVTT\n\n00:00.000 --> 00:02.000\nRegen\n'), 'text/vtt')
  const film = { $type: 'app.bsky.embed.video', video, alt: 'Rain' }
  await write('a video', { embed: { ...film, captions: [{ lang: 'de', file }] } })
  await write('a GIF', { embed: { ...film, presentation: 'gif' } })

  await write(
    'a link',
    external({ uri: 'https://example.com/a', title: 'A page', description: 'Of words', thumb: image }),
  )
  await write('a link without words', external({ uri: 'https://example.com/b', title: '', description: '' }))
  await write('a link to a script', external({ uri: 'javascript:alert(1)', title: 'x', description: '' }))
  const wave = { uri: 'https://media.tenor.com/a/b.gif?hh=200&ww=300', title: 'Hello', description: 'ALT: Hello' }
  await write('a GIF of a keyboard', external({ ...wave, thumb: image }))

  await write('a quote', { embed: record(targets.plain) })
  const media = images({ aspectRatio })
  const both = { $type: 'app.bsky.embed.recordWithMedia', media, record: record(targets.plain) }
  await write('a quote with a picture', { embed: both })
  const never = { ...targets.plain, uri: targets.plain.uri.replace(/\w+$/, '3aaaaaaaaaaaa') }
  await write('a quote of what never was', { embed: record(never) })
  await write('a quote of what is gone', { embed: record(targets.gone) })
  await writer.agent.deletePost(targets.gone.uri)
  await write('a quote of somebody who blocks', { embed: record(targets.blocked) })
  await write('a quote that was taken off', { embed: record(targets.detached) })
  const gate = { post: targets.detached.uri, detachedEmbeddingUris: [posts.get('a quote that was taken off')?.uri] }
  await writer.write('app.bsky.feed.postgate', gate, targets.detached.uri.split('/').at(-1))
  await write('a feed', { embed: record(targets.feed) })
  await write('a list', { embed: record(targets.list) })
  await write('a labeler', { embed: record(targets.labeler) })
  await write('a starter pack', { embed: record(targets.pack) })
  await write('a quote of what is no post', { embed: record(targets.profile) })

  await write('a kind of the future', { embed: { $type: 'com.example.hologram', depth: 3 } })
  const words = await writer.upload(Buffer.from('no picture'), 'image/png')
  await write('a picture that is none', { embed: { ...images(), images: [{ image: words, alt: '' }] } })
  const facet = (byteStart: number, byteEnd: number, feature: object) => ({
    index: { byteStart, byteEnd },
    features: [feature],
  })
  const link = { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/' }
  const facets = [
    facet(0, 6, link),
    facet(3, 12, link),
    facet(5, 5, link),
    facet(30, 900, link),
    facet(0, 4, { $type: 'com.example.shout' }),
  ]
  await write('facets everywhere', { text: 'facets everywhere, over each other', facets })
  await write('hostile text', {
    text: 'hostile text <script>alert(1)</script> \u202eevil z\u0300\u0301\u0302\u0303',
  })
  await write('an impossible time', { createdAt: '9999-12-31T23:59:59.999Z' })
  await write('many languages', { langs: ['en', 'de', 'nb'] })
}

for (const [name, { contains, lacks = [] }] of Object.entries(table)) {
  test(`shows ${name}`, async () => {
    const path = pageOf(posts.get(name) ?? { uri: '', cid: '' })
    // What is quoted, taken off, deleted and blocked reaches the AppView by ways of its own.
    await waitFor(`the page of ${name}`, async () => {
      const answer = await send(server, { name, path, cookie })
      const html = await answer.text()
      assert.equal(answer.status, 200)
      // The post itself: its author, and what is around it, say other things.
      const post = html.match(/<article class="focus".*?<\/article>/s)?.[0] ?? ''
      for (const part of contains)
        assert.ok(typeof part === 'string' ? post.includes(part) : part.test(post), `lacks ${part} in ${post}`)
      for (const part of lacks) assert.ok(!post.includes(part), `has ${part}`)
      return true
    })
  })
}

test('they all stand on one page', async () => {
  const seen = new Set<string>()
  let path: string | undefined = `/profile/${writer.did}?tab=posts`
  while (path) {
    const answer = await send(server, { name: path, path, cookie })
    const html = await answer.text()
    assert.equal(answer.status, 200, path)
    for (const [, rkey] of html.matchAll(/id="post-(\w+)"/g)) if (rkey) seen.add(rkey)
    path = html
      .match(/href="(\/profile\/[^"]*cursor=[^"]*)"/)?.[1]
      ?.replaceAll('&#38;', '&')
      .replaceAll('&amp;', '&')
  }
  const absent = [...posts].filter(([, { uri }]) => !seen.has(uri.split('/').at(-1) ?? ''))
  assert.deepEqual(
    absent.map(([name]) => name),
    [],
  )
})
