// The demo network itself: it answers, and it leaves nothing behind.
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startNetwork, startPdsNetwork } from '#demo/network.ts'

const outer = process.env.TMPDIR
let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skypanel-start-'))
  await chmod(folder, 0o711)
  process.env.TMPDIR = folder
})
after(async () => {
  if (outer === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = outer
  await rm(folder, { recursive: true })
})

const refused = (url: string) => assert.rejects(fetch(url), /fetch failed/)

test('a PDS network takes an account, and after close no port or folder is left', async () => {
  const network = await startPdsNetwork()
  const account = await network.createAccount('somebody')
  const document = (await (await fetch(`${network.plcUrl}/${account.did}`)).json()) as { alsoKnownAs: string[] }
  assert.deepEqual(document.alsoKnownAs, ['at://somebody.test'])
  await assert.rejects(network.createAccount('somebody'), /no account somebody.test: 400/)
  await network.close()
  await refused(network.pdsUrl)
  await refused(network.plcUrl)
  assert.deepEqual(await readdir(folder), [])
})

test('a start that fails says why and leaves nothing', async () => {
  const taken = createServer().listen(0)
  const { port } = taken.address() as { port: number }
  try {
    await assert.rejects(startNetwork({ pdsPort: port }), /EADDRINUSE/)
  } finally {
    taken.close()
  }
  assert.deepEqual(await readdir(folder), [])
})

test('a start can be given up at once', async () => {
  const controller = new AbortController()
  const starting = startPdsNetwork({ signal: controller.signal })
  controller.abort(new Error('enough'))
  await assert.rejects(starting, /enough/)
  assert.deepEqual(await readdir(folder), [])
})
