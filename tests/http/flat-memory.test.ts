// What is large passes through `web` without standing in its memory: a video, texts of 20 MB, bombs, exports.
import assert from 'node:assert/strict'
import { openAsBlob, readFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openComposer } from '../composer-desk.ts'
import * as files from '../media-files.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const desk = await openComposer(network, server)
const folder = await mkdtemp(join(tmpdir(), 'skypanel-large-'))
after(() => rm(folder, { recursive: true }))
const headers = { origin: server.url, cookie: desk.cookie }
/** How much more memory may be used than before, in MB: less than half of what is sent. Some 30 were seen. */
const bound = 90
const videoSize = 200

/** Resident memory of `web`, in MB; undefined where the system does not tell. */
function readMemory(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const status = readFileSync(`/proc/${server.webPid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

/** Runs `act` and holds what `web` takes meanwhile against what it took before. */
async function watch(act: () => Promise<void>): Promise<void> {
  for (let at = 0; at < 10; at += 1) await desk.open()
  const before = readMemory()
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, readMemory() ?? 0)
  }, 20)
  await act().finally(() => clearInterval(timer))
  if (before !== undefined) assert.ok(peak - before < bound, `${Math.round(before)} MB, then ${Math.round(peak)} MB`)
}

async function send(file: Blob, name: string): Promise<{ status: number; text: string }> {
  const { fields } = await desk.open()
  const body = new FormData()
  for (const [field, value] of fields) body.append(field, value)
  body.append(`files-${desk.keysOf(fields)[0]}`, file, name)
  body.append('do', 'save')
  const answer = await fetch(`${server.url}/post`, { method: 'POST', redirect: 'manual', headers, body })
  return { status: answer.status, text: await answer.text() }
}

test('a large video is taken', async () => {
  const path = join(folder, 'large.mp4')
  const file = await open(path, 'w')
  await file.write(files.clip())
  const free = Buffer.from(`\0\0\0\0free`, 'latin1')
  free.writeUInt32BE(videoSize * 1_000_000 + 8, 0)
  await file.write(free)
  for (let written = 0; written < videoSize; written += 1) await file.write(Buffer.alloc(1_000_000, 7))
  await file.close()
  const video = await openAsBlob(path, { type: 'video/mp4' })
  await watch(async () => assert.equal((await send(video, 'large.mp4')).status, 303))
})

test('texts of 20 MB and bombs are refused', async () => {
  await watch(async () => {
    for (let times = 0; times < 5; times += 1) {
      const body = new FormData()
      body.append('text', 'x'.repeat(20_000_000))
      const answer = await fetch(`${server.url}/post`, { method: 'POST', redirect: 'manual', headers, body })
      assert.equal(answer.status, 413)
      await answer.text()
    }
    for (const bomb of [await files.pictureBomb(), files.movingGif(5000)]) {
      assert.equal((await send(new Blob([new Uint8Array(bomb)]), 'bomb')).status, 422)
    }
  })
})

test('the repository and the posts are passed on', async () => {
  await watch(async () => {
    for (const file of ['repository.car', 'posts.md']) {
      for (let times = 0; times < 5; times += 1) {
        const answer = await fetch(`${server.url}/settings/export/${file}`, { headers })
        assert.equal(answer.status, 200)
        await answer.arrayBuffer()
      }
    }
  })
})
