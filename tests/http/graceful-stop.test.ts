// SkyPanel, all three processes, is told to end: what is being answered is answered, sockets hear why, nothing is lost.
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { WebSocket } from 'ws'
import { openDatabase } from '#db/client.ts'
import { readCursor } from '#db/queries/firehose.ts'
import { builtProcess } from '../built-process.ts'
import { findPort } from '../find-port.ts'
import { joinNetwork } from '../join-network.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()

/** Whether the AppView keeps its answers until the test says so. */
let isHolding = false
const held: ServerResponse[] = []
const asked: string[] = []
const upstream = createServer((request, response) => {
  asked.push(decodeURIComponent(request.url ?? ''))
  if (isHolding) held.push(response)
  else response.writeHead(502).end()
}).listen(0, '127.0.0.1')
await once(upstream, 'listening')
const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-stop-'))
const [port, streamPort] = [await findPort(), await findPort()]
const origin = `http://127.0.0.1:${port}`
const child = fork(builtProcess('supervisor'), {
  stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  env: {
    ...network.settings,
    ...{ DATA_DIR: dataDir, PORT: String(port), STREAM_PORT: String(streamPort), PUBLIC_URL: origin },
    ...{ APPVIEW_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, UPSTREAM_PATIENCE: '60000' },
    ...{ SETUP_CODE: 'false', SIGN_UP: 'open', APP_PASSWORDS: 'true' },
  },
})
after(() => {
  child.kill('SIGKILL')
  upstream.closeAllConnections()
  upstream.close()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})
await once(child, 'message')

test('a restart from the settings, for what was changed there', { timeout: 240_000 }, async () => {
  const person = await signInAs({ url: origin }, await network.createAccount(`restart-${Date.now().toString(36)}`))
  const changed = await person.post('/admin/settings', { RATE_LIMIT_KEY: '299', BACKUP_EVERY_HOURS: '0' })
  assert.equal(changed.status, 303)
  const before = await (await person.get('/admin/settings')).text()
  assert.match(before, /Restart SkyPanel to make this count: .*RATE_LIMIT_KEY/)
  assert.match(before, /<button[^>]*value="restart"/)
  const ready = once(child, 'message')
  const told = await person.post('/admin/settings', { act: 'restart' })
  assert.deepEqual([told.status, told.headers.get('refresh')], [202, '8;url=/admin/settings'])
  assert.match(await told.text(), /SkyPanel restarts\..*href="\/admin\/settings"/s)
  await ready
  const after = await (await person.get('/admin/settings')).text()
  assert.doesNotMatch(after, /to make this count/)
  assert.match(after, /name="RATE_LIMIT_KEY"[^>]*value="299"/)
  assert.match(await (await person.get('/admin/audit')).text(), /SkyPanel restarted/)
})

test('an end on SIGTERM', { timeout: 240_000 }, async () => {
  isHolding = true
  const look = async () => (await fetch(`http://127.0.0.1:${streamPort}/healthz`)).json() as Promise<Health>
  await waitFor('the firehose is there', async () => (await look()).connections > 0)
  const { did } = await joinNetwork(network, 'lastwords')
  const written = await waitFor('something of it is written', async () => {
    const { cursor, source } = await look()
    return cursor !== undefined && { cursor, source }
  })
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { origin })
  await once(socket, 'open')
  const closed = once(socket, 'close')
  let pageCame = 0
  const page = fetch(`${origin}/profile/${did}`)
    .then((response) => response.text())
    .catch((error) => String(error))
    .finally(() => {
      pageCame = Date.now()
    })
  // The box asks for things of its own as well.
  await waitFor('the page asks for something', async () => asked.some((url) => url.includes(did)))

  const ended = once(child, 'exit')
  const told = Date.now()
  child.kill('SIGTERM')
  const [code] = await closed
  assert.equal(code, 1001)
  await waitFor('nobody new is let in', async () => {
    return fetch(`${origin}/healthz`).then(
      () => false,
      () => true,
    )
  })
  assert.deepEqual([child.exitCode, child.signalCode], [null, null])
  isHolding = false
  for (const response of held) response.writeHead(502).end()
  const answer = await page
  // A machine that stood still meanwhile has cut it off, as it shall after 7.5 s.
  const isLate = pageCame - told > 7000
  if (!isLate) {
    assert.match(answer, /<\/html>/)
    assert.deepEqual(await ended, [0, null])
  }
  await ended
  for (const end of [port, streamPort]) await assert.rejects(fetch(`http://127.0.0.1:${end}/healthz`))

  const index = await openDatabase('index', `file:${join(dataDir, 'index.db')}`, { access: 'read' })
  const cursor = await readCursor(index, written.source)
  index.$client.close()
  assert.ok(cursor !== undefined && cursor >= written.cursor)
})

type Health = { source: string; cursor?: number; connections: number }
