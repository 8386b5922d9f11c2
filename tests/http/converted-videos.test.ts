// WebM and MOV: turned into MP4 by a program, refused where there is none, and said where it fails.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { AppBskyEmbedVideo, AtpAgent } from '@atproto/api'
import { AppError } from '#server/app-error.ts'
import { buildEmbed } from '#server/atproto/build-embed.ts'
import { openAgent } from '#server/atproto/open-agent.ts'
import { prepareVideo } from '#server/atproto/prepare-video.ts'
import { findViewer } from '#server/auth/find-viewer.ts'
import { signInWithPassword } from '#server/auth/sign-in-with-password.ts'
import type { WebContext } from '#server/context.ts'
import { readUploadState } from '#server/reads/upload-state.ts'
import { keepUpload } from '#server/writes/keep-upload.ts'
import { openContext } from '../context.ts'
import { useNetwork } from '../network.ts'

const network = await useNetwork()
const { ctx, close } = await openContext(network)
after(close)
const folder = await mkdtemp(join(tmpdir(), 'skypanel-convert-'))
after(() => rm(folder, { recursive: true }))
const account = await network.createAccount(`convert-${randomBytes(2).toString('hex')}`)
const foreign = new AtpAgent({ service: network.pdsUrl })
await foreign.login({ identifier: account.handle, password: account.password })
const browser = { cookie: null, userAgent: 'test' }
const attempt = { identifier: account.handle, password: account.password, address: '', browser }
const [cookie = ''] = await signInWithPassword(ctx, attempt)
const viewer = await findViewer(ctx, cookie.split(';')[0] ?? '')
assert.ok(viewer)
const videos = join(import.meta.dirname, '..', 'browser', 'videos')

/** A program in the place of ffmpeg: `body` sees its parameters as `given`. */
async function writeProgram(name: string, body: string): Promise<string> {
  const path = join(folder, `${name}.cjs`)
  await writeFile(path, `#!${process.execPath}\nconst fs = require('fs'), given = process.argv.slice(2)\n${body}\n`)
  await chmod(path, 0o700)
  return path
}

const using = (ffmpeg: string | undefined): WebContext => ({ ...ctx, config: { ...ctx.config, ffmpeg } })
const copy = `fs.copyFileSync(${JSON.stringify(join(videos, 'clip.mp4'))}, given.at(-1))`
const standIn = await writeProgram('stand-in', `${copy}; fs.writeFileSync(__filename + '.given', given.join(' '))`)
const broken = await writeProgram('broken', 'process.exit(1)')

async function keep(name: string, where: WebContext): Promise<string> {
  const path = join(folder, randomBytes(4).toString('hex'))
  const bytes = await readFile(join(videos, name))
  await writeFile(path, bytes)
  assert.ok(viewer)
  return (await keepUpload(where, viewer, { path, bytes: bytes.length })).id
}

/** The video of a post that carries the upload, checked against the lexicon, as another client downloads it. */
async function post(upload: string, where: WebContext) {
  assert.ok(viewer)
  // Posting waits for 15 s only, and the machine may be busy.
  prepareVideo(where, viewer, upload)
  await ctx.uploads.working.get(upload)?.done
  const tools = { ctx: where, viewer, agent: await openAgent(where, viewer) }
  const embed = await buildEmbed(tools, { media: [{ upload, kind: 'video', alt: '' }] })
  assert.ok(AppBskyEmbedVideo.validateMain(embed).success)
  await foreign.post({ text: 'Look', createdAt: new Date().toISOString(), embed: embed as never })
  const { video, aspectRatio } = embed as AppBskyEmbedVideo.Main
  const answer = await foreign.com.atproto.sync.getBlob({ did: account.did, cid: video.ref.toString() })
  return { bytes: Buffer.from(answer.data), aspectRatio, mimeType: video.mimeType }
}

for (const [name, reader] of [
  ['clip.webm', 'matroska'],
  ['clip.mov', 'mov'],
] as const) {
  test(`${name} is handed to the program with the reader that fits, and what it makes is posted`, async () => {
    const where = using(standIn)
    const made = await post(await keep(name, where), where)
    assert.ok(made.bytes.equals(await readFile(join(videos, 'clip.mp4'))))
    assert.equal(made.mimeType, 'video/mp4')
    const given = await readFile(`${standIn}.given`, 'utf8')
    assert.match(given, new RegExp(`-protocol_whitelist file -f ${reader} -i `))
  })

  test(`${name} keeps its shape through ffmpeg, where this machine has it`, async () => {
    const { ffmpeg } = ctx.config
    const where = using(ffmpeg ?? standIn)
    const made = await post(await keep(name, where), where)
    assert.equal(made.bytes.toString('latin1', 4, 8), 'ftyp')
    if (ffmpeg) assert.deepEqual(made.aspectRatio, { width: 64, height: 48 })
  })

  test(`${name} is refused where nothing makes an MP4 of it`, async () => {
    await assert.rejects(keep(name, using(undefined)), (error) => {
      assert.ok(error instanceof AppError)
      assert.deepEqual([error.status, /Only MP4 videos/.test(error.message)], [415, true])
      return true
    })
  })
}

test('a program that fails is said to, and the video can be tried again', async () => {
  assert.ok(viewer)
  const id = await keep('clip.webm', using(broken))
  await assert.rejects(post(id, using(broken)), /could not be turned into an MP4/)
  const { state, problem } = await readUploadState(ctx, viewer, id)
  assert.deepEqual([state, problem], ['failed', 'This could not be turned into an MP4. It may be damaged.'])
  prepareVideo(using(standIn), viewer, id)
  await ctx.uploads.working.get(id)?.done
  assert.equal((await readUploadState(ctx, viewer, id)).state, 'ready')
})
