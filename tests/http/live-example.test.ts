// The example of docs/live.md, run as it stands there.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { awaitLive } from '#demo/await-live.ts'
import { createWriter } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)

test('the example of docs/live.md prints what comes into a feed', async (t) => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'live.md'), 'utf8')
  const example = /```js\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
  assert.ok(example.trimEnd().split('\n').length <= 16)
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-example-'))
  writeFileSync(join(folder, 'listen.mjs'), example)

  const writer = await createWriter(network, 'example')
  const person = await signInAs(server, writer)
  const tag = `live${randomBytes(3).toString('hex')}`
  const accept = { accept: 'application/json' }
  const key = await person.post('/settings/keys', { name: 'example', days: '30' }, accept)
  const feed = await person.post('/feeds/new', { title: 'Live', hashtags: tag }, accept)
  const { key: secret } = (await key.json()) as { key: string }
  const { id } = (await feed.json()) as { id: number }
  // Until the stream knows the feed, nobody can listen to it.
  const known = await awaitLive(server.url, `feed:${id}`, new AbortController().signal)

  const child = spawn(process.execPath, [join(folder, 'listen.mjs'), server.url, String(id)], {
    env: { PATH: process.env.PATH, SKYPANEL_KEY: secret },
  })
  t.after(() => {
    child.kill()
    rmSync(folder, { recursive: true })
  })
  const said: string[] = []
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (data: Buffer) => said.push(data.toString()))
  await waitFor('the example listens', async () => said.join('').includes('listening to 1 feed'))
  const { uri } = await writer.post('A heron', { tags: [tag] })
  await known.message()
  await waitFor('the example prints the post', async () => said.join('').includes(uri))
})
