// Pictures, videos and cards of posts, as a foreign client finds them: valid records, files on the person's server.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { AppBskyEmbedGallery, AppBskyEmbedImages, AppBskyEmbedVideo, AppBskyFeedPost, AtpAgent } from '@atproto/api'
import sharp from 'sharp'
import { AppError } from '#server/app-error.ts'
import { buildEmbed } from '#server/atproto/build-embed.ts'
import { openAgent } from '#server/atproto/open-agent.ts'
import { prepareVideo } from '#server/atproto/prepare-video.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import type { WebContext } from '#server/context.ts'
import { readLinkCard } from '#server/reads/link-card.ts'
import { readUploadState } from '#server/reads/upload-state.ts'
import { keepStill, keepUpload } from '#server/writes/keep-upload.ts'
import type { DraftMedia } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { openContext } from '../context.ts'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startVideoService } from '../video-service.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const { ctx, close } = await openContext(network)
after(close)
const service = await startVideoService(network.pdsUrl)
after(service.close)
const serviceDid = `did:web:localhost%3A${new URL(service.url).port}`
const withService: WebContext = {
  ...ctx,
  config: { ...ctx.config, videoService: { url: service.url, did: serviceDid } },
}
const withNothing: WebContext = { ...ctx, config: { ...ctx.config, ffmpeg: undefined } }
const folder = await mkdtemp(join(tmpdir(), 'skypanel-media-'))
after(() => rm(folder, { recursive: true }))

const account = await network.createAccount(`media-${randomBytes(2).toString('hex')}`)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
const browser = { cookie: null, userAgent: 'test' }
const attempt = { identifier: account.handle, password: account.password, address: '', browser }
/** How many files have gone to the person's server. */
let uploads = 0
const { fetch: fetchAsPerson } = ctx.auth
ctx.auth.fetch = (input, init) => {
  if (String(input instanceof Request ? input.url : input).endsWith('.uploadBlob')) uploads += 1
  return fetchAsPerson(input, init)
}
const [cookie = ''] = await signInWithPassword(ctx, attempt)
const found = await findViewer(ctx, cookie.split(';')[0] ?? '')
assert.ok(found)
const viewer: Viewer = found

let sent = 0
async function keep(bytes: Buffer, where = ctx) {
  const path = join(folder, String(sent++))
  await writeFile(path, bytes)
  return keepUpload(where, viewer, { path, bytes: bytes.length })
}

async function add(bytes: Buffer, alt = '', where = ctx): Promise<DraftMedia> {
  const { id, kind } = await keep(bytes, where)
  assert.ok(kind === 'picture' || kind === 'video' || kind === 'gif')
  return { upload: id, kind, alt }
}

/** Posts it through the library of another client, whose server checks it, and gives the record as it is there. */
async function post(carried: Parameters<typeof buildEmbed>[1], where = ctx) {
  const embed = await buildEmbed({ ctx: where, viewer, agent: await openAgent(where, viewer) }, carried)
  const record = { $type: 'app.bsky.feed.post', text: 'Look', createdAt: new Date().toISOString(), embed }
  const { uri } = await foreign.post(record as never)
  const rkey = uri.split('/').at(-1) ?? ''
  const answer = await foreign.com.atproto.repo.getRecord({ repo: account.did, collection: record.$type, rkey })
  assert.ok(AppBskyFeedPost.validateRecord(answer.data.value).success)
  return (answer.data.value as { embed: Record<string, never> }).embed as Record<string, unknown>
}

async function download(blob: { ref: { toString(): string } }): Promise<Buffer> {
  const answer = await foreign.com.atproto.sync.getBlob({ did: account.did, cid: blob.ref.toString() })
  return Buffer.from(answer.data)
}

test('pictures are upright, without EXIF, of the right shape, and sent once', async () => {
  const media = [await add(await files.phonePicture(), 'A pier'), await add(await files.seeThroughPicture())]
  const first = await post({ media })
  assert.equal(first.$type, 'app.bsky.embed.images')
  assert.ok(AppBskyEmbedImages.validateMain(first).success)
  const { images } = first as unknown as AppBskyEmbedImages.Main
  assert.deepEqual(
    images.map(({ alt, aspectRatio }) => [alt, aspectRatio?.width, aspectRatio?.height]),
    [
      ['A pier', 400, 600],
      ['', 300, 200],
    ],
  )
  const [pier, pane] = await Promise.all(images.map(({ image }) => download(image)))
  assert.ok(pier && pane)
  const shot = await sharp(pier).metadata()
  assert.deepEqual(
    [shot.format, shot.width, shot.height, shot.exif, shot.orientation],
    ['jpeg', 400, 600, undefined, undefined],
  )
  assert.ok(!pier.includes('SecretPhone') && !pier.includes('Exif'))
  const glass = await sharp(pane).metadata()
  assert.deepEqual([glass.format, glass.hasAlpha], ['png', true])
  const before = uploads
  const again = await post({ media })
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(first)))
  assert.equal(uploads, before)
  assert.ok(before >= 2)
})

test('a large picture comes below the limit, and five are a gallery', async () => {
  const large = await add(await files.largePicture())
  const small = await files.phonePicture()
  const media = [large, ...(await Promise.all([1, 2, 3, 4].map(() => add(small))))]
  const embed = await post({ media })
  assert.equal(embed.$type, 'app.bsky.embed.gallery')
  assert.ok(AppBskyEmbedGallery.validateMain(embed).success)
  const { items } = embed as unknown as { items: { image: { size: number; ref: never }; aspectRatio: object }[] }
  assert.equal(items.length, 5)
  assert.ok((items[0]?.image.size ?? 0) <= 2_000_000)
  assert.deepEqual(items[0]?.aspectRatio, { width: 2000, height: 1500 })
  await assert.rejects(post({ media: [...media, ...media, media[0] as DraftMedia] }), { status: 422 })
})

test('a video lies on the person’s server with its captions', async () => {
  const video = await add(files.clip(), 'A ferry')
  const words = await keep(files.captions)
  const embed = await post({ media: [{ ...video, captions: [{ upload: words.id, lang: 'en' }] }] })
  assert.ok(AppBskyEmbedVideo.validateMain(embed).success)
  const main = embed as unknown as AppBskyEmbedVideo.Main
  assert.equal(main.alt, 'A ferry')
  assert.ok((await download(main.video)).equals(files.clip()))
  assert.match((await download(main.captions?.[0]?.file as never)).toString(), /^WEBVTT\n\n/)
  const clip = await readUploadState(ctx, viewer, video.upload)
  assert.deepEqual(main.aspectRatio, { width: clip.width, height: clip.height })
  assert.equal(clip.state, 'ready')
})

test('a GIF becomes a video that loops where ffmpeg is, and can be a still picture anywhere', async () => {
  const still = await keep(files.movingGif(3), withNothing)
  assert.equal(still.state, 'failed')
  await assert.rejects(post({ media: [{ upload: still.id, kind: 'gif', alt: '' }] }, withNothing), /first picture/)
  assert.equal((await keepStill(ctx, viewer, still.id)).mime, 'image/jpeg')
  assert.equal((await keep(files.movingGif(1))).kind, 'picture')
  if (!ctx.config.ffmpeg) return
  const gif = await add(files.movingGif(8), 'A blink')
  // Posting waits for 15 s only, and the machine may be busy.
  prepareVideo(ctx, viewer, gif.upload)
  await ctx.uploads.working.get(gif.upload)?.done
  const embed = await post({ media: [gif] })
  assert.ok(AppBskyEmbedVideo.validateMain(embed).success)
  const { presentation, aspectRatio, video } = embed as unknown as AppBskyEmbedVideo.Main
  assert.deepEqual([presentation, aspectRatio], ['gif', { width: 16, height: 16 }])
  assert.equal((await download(video)).toString('latin1', 4, 8), 'ftyp')
})

test('with a video service it prepares videos and GIFs, with the tokens that it wants', async () => {
  const gif = await add(files.movingGif(4), '', withService)
  const embed = await post({ media: [gif] }, withService)
  assert.equal((embed as { presentation?: string }).presentation, 'gif')
  const { data } = await foreign.com.atproto.server.describeServer()
  const calls = service.asked.splice(0)
  const of = (name: string) => calls.find(({ path }) => path === `app.bsky.video.${name}`)
  assert.equal(of('getUploadLimits')?.token?.aud, serviceDid)
  assert.equal(of('getUploadLimits')?.token?.lxm, 'app.bsky.video.getUploadLimits')
  assert.deepEqual(
    [of('uploadVideo')?.token?.aud, of('uploadVideo')?.token?.lxm],
    [data.did, 'com.atproto.repo.uploadBlob'],
  )
  assert.equal(of('uploadVideo')?.type, 'image/gif')
  assert.match(of('uploadVideo')?.query ?? '', new RegExp(`did=${encodeURIComponent(account.did)}&name=[\\w-]+\\.gif$`))
  assert.ok(of('getJobStatus'))
})

test('what the video service says is said', async () => {
  const refusals = [
    { told: { canUpload: false, message: 'Confirm your email first' }, words: /Confirm your email first/ },
    { told: { fails: 'validation_failure' }, words: /does not take this video/ },
  ]
  for (const { told, words } of refusals) {
    Object.assign(service.told, { canUpload: true, message: undefined, fails: undefined }, told)
    const clip = await add(files.clip(), '', withService)
    await assert.rejects(post({ media: [clip] }, withService), words)
    assert.equal((await readUploadState(withService, viewer, clip.upload)).state, 'failed')
  }
  Object.assign(service.told, { canUpload: true, message: undefined, fails: undefined })
  const away = { ...ctx, config: { ...ctx.config, videoService: { url: 'http://127.0.0.1:1', did: serviceDid } } }
  const clip = await add(files.clip(), '', away)
  await assert.rejects(post({ media: [clip] }, away), /does not answer/)
})

const hostile: [name: string, bytes: () => Buffer | Promise<Buffer>, status: number, words: RegExp][] = [
  ['a picture cut off', async () => (await files.largePicture()).subarray(0, 50_000), 422, /damaged/],
  ['a picture of 30,000 × 30,000 pixels', files.pictureBomb, 422, /64 million/],
  ['a GIF of 5,000 pictures', () => files.movingGif(5000), 422, /too many pictures/],
  ['a GIF cut off', () => files.movingGif(3).subarray(0, 60), 422, /cannot be read/],
  ['a video cut off', () => files.clip().subarray(0, -50), 422, /cut off/],
  ['a video that lies about its parts', () => lie(files.clip()), 422, /cannot be read/],
  ['HTML called a picture', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 415, /web page/],
  ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 415, /SVG/],
  ['a HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'), 415, /JPEG/],
  [
    'a ZIP with the head of a PNG',
    () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(1000, 'PK')]),
    422,
    /damaged/,
  ],
  ['nothing', () => Buffer.alloc(0), 415, /empty/],
  ['captions without times', () => Buffer.from('WEBVTT\n\nHello'), 422, /captions/],
]
for (const [name, bytes, status, words] of hostile) {
  test(`${name} is refused`, async () => {
    await assert.rejects(keep(await bytes()), (error) => {
      assert.ok(error instanceof AppError)
      assert.equal(error.status, status, error.message)
      assert.match(error.message, words)
      return true
    })
  })
}

test('a picture that is a web page as well is only a picture afterwards', async () => {
  const page = Buffer.from('<script>alert(document.domain)</script>')
  const { id } = await keep(Buffer.concat([await files.phonePicture(), page]))
  const [image] = (
    (await post({ media: [{ upload: id, kind: 'picture', alt: '' }] })) as never as AppBskyEmbedImages.Main
  ).images
  assert.ok(image && !(await download(image.image)).includes(page))
})

test('a full shelf takes no more, and of a refused file nothing stays', async () => {
  const tight = { ...ctx, config: { ...ctx.config, uploads: { ...ctx.config.uploads, quota: 1000 } } }
  await assert.rejects(keep(await files.phonePicture(), tight), { status: 413 })
  assert.ok(!existsSync(join(folder, String(sent - 1))))
})

function lie(video: Buffer): Buffer {
  const lying = Buffer.from(video)
  lying.writeUInt32BE(0x7fffffff, lying.readUInt32BE(0))
  return lying
}

test('a link has the card that its page asks for, with a picture of its own', async (t) => {
  const picture = await files.largePicture()
  const page = createServer((request, response) => {
    if (request.url === '/a.jpg') return void response.end(picture)
    const head = `<meta property="og:title" content="Night &amp; trains"><meta name=description content="Sleepers."><meta property="og:image" content="/a.jpg">`
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>x</title>${head}</head>`)
  })
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
  t.after(() => page.close())
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/story`
  const card = await readLinkCard(ctx, viewer, url)
  assert.ok(card)
  const embed = (await post({ media: [], card })) as { external: Record<string, never> }
  const { uri, title, description, thumb } = embed.external as unknown as Record<string, string> & {
    thumb: { size: number }
  }
  assert.deepEqual([uri, title, description], [url, 'Night & trains', 'Sleepers.'])
  assert.ok(thumb.size <= 1_000_000)
  assert.equal((await sharp(await download(thumb as never)).metadata()).format, 'jpeg')
  assert.equal((await post({ media: [], card: { ...card, isRemoved: true } })) as unknown, undefined)
})

test('a link to a post is a quote', async () => {
  const [uri, cid] = [network.posts.sleeper?.uri ?? '', network.posts.sleeper?.cid]
  const [, , did, , rkey] = uri.split('/')
  const card = await waitFor('the post is found', async () => {
    const read = await readLinkCard(ctx, viewer, `https://bsky.app/profile/${did}/post/${rkey}`)
    if (!read?.record) throw new Error('no record')
    return read
  })
  assert.deepEqual(card.record, { uri, cid })
  const media = [await add(await files.phonePicture())]
  const embed = (await post({ media, card })) as { $type: string; record: { record: { uri: string } } }
  assert.deepEqual([embed.$type, embed.record.record.uri], ['app.bsky.embed.recordWithMedia', uri])
})
