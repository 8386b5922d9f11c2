// Two boxes, each with its own data folder, that share main.db on a real libSQL server, over a link that is cut.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openReplicated } from '#db/client.ts'
import { createLeases } from '#server/create-leases.ts'
import { createWriter } from '../create-writer.ts'
import { startDatabaseServer } from '../database-server.ts'
import { useNetwork } from '../network.ts'
import { createPerson } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const database = await startDatabaseServer()
after(database.close)
/** One address, as behind a balancer. */
const origin = 'http://panel.test'
const settings = { DATABASE_URL: database.url, PUBLIC_URL: origin }
const first = await startServer(network, { stream: true, settings })
after(first.close)
// Whoever shares main.db shares the keys that its rows are sealed with.
const prepare = (dataDir: string) =>
  cpSync(join(first.dataDir, 'secrets'), join(dataDir, 'secrets'), { recursive: true })
const second = await startServer(network, { stream: true, settings, prepare })
after(second.close)
const writer = await createWriter(network, 'shared')

/** A browser that keeps its cookies, and comes to another box with each request. */
function openBrowser() {
  const cookies = new Map<string, string>()
  const keep = (header: string) => {
    const [name = '', value = ''] = header.split(';')[0]?.split('=') ?? []
    cookies.set(name, value)
  }
  const at = (server: TestServer) => createPerson(server, [...cookies].map((pair) => pair.join('=')).join('; '))
  return {
    get: (server: TestServer, path: string) => at(server).get(path),
    async post(server: TestServer, path: string, fields: Record<string, string>) {
      const answer = await at(server).post(path, fields, { origin })
      for (const header of answer.headers.getSetCookie()) keep(header)
      return answer
    },
  }
}
const browser = openBrowser()
const themeAt = async (server: TestServer) => {
  const html = await (await browser.get(server, '/settings')).text()
  return html.match(/<html[^>]*data-theme="(\w+)"/)?.[1]
}
const choose = (server: TestServer, theme: string) => browser.post(server, '/settings/appearance', { theme })

test('who signs in at one box is signed in at the other', async () => {
  const fields = { handle: writer.handle, password: 'night-train-31' }
  assert.equal((await browser.post(first, '/auth/password', fields)).status, 303)
  assert.equal((await browser.get(second, '/settings')).status, 200)
})

test('what was written at one box is read at the other at once', async () => {
  for (const [at, other, theme] of [
    [first, second, 'dark'],
    [second, first, 'light'],
    [first, second, 'dark'],
    [second, first, 'light'],
  ] as const) {
    assert.equal((await choose(at, theme)).status, 303)
    assert.deepEqual([await themeAt(at), await themeAt(other)], [theme, theme])
  }
})

test('without the database server people read on; what cannot be written is said, and comes back by itself', async () => {
  await database.cut()
  for (const server of [first, second]) {
    const refused = await choose(server, 'dark')
    assert.equal(refused.status, 503)
    assert.match(await refused.text(), /database of this box does not answer. Nothing was changed/)
    assert.equal(await themeAt(server), 'light')
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
  }
  await database.mend()
  await waitFor('it can be written again', async () => (await choose(second, 'dark')).status === 303)
  assert.equal(await themeAt(second), 'dark')
  await waitFor('the other one reads it', async () => (await themeAt(first)) === 'dark')
  assert.match(first.log(), /the database server does not answer: reading goes on/)
})

test('what one may do at a time is done by one at a time, and by the one role’s holder', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-leases-'))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const copies = await Promise.all(
    ['a', 'b'].map((name) =>
      openReplicated({ url: database.directUrl, token: undefined, file: join(folder, `${name}.db`), every: 1000 }),
    ),
  )
  t.after(() => copies.forEach((copy) => void copy.$client.close()))
  const [one, two] = copies.map((copy) => createLeases(copy, true, Date.now))
  assert(one && two)
  let running = 0
  let most = 0
  const act = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
  }
  await Promise.all([one, two, one, two, one, two].map((leases) => leases.alone('refresh', act)))
  assert.equal(most, 1)
  assert.deepEqual([await one.holds('test'), await two.holds('test'), await one.holds('test')], [true, false, true])
})
