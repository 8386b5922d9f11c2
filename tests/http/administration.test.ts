// Only administrators come into the administration: every route of it, every wrong role, every way of writing it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createClient } from '@libsql/client'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'

const network = await useNetwork()
const folder = join(import.meta.dirname, '..', '..', 'src', 'pages')
/** As addresses; what stands in brackets is a word that nothing is called. */
const routes = globSync('admin/**/*.{astro,ts}', { cwd: folder }).map(
  (file) =>
    `/${file
      .replace(/\.(astro|ts)$/, '')
      .replace(/(^|\/)index$/, '')
      .replace(/\[[^\]]+\]/g, 'x')}`,
)
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

let server: TestServer
let administrator: Person
let member: Person
let reader: Person

before(async () => {
  server = await startServer(network)
  const suffix = randomBytes(2).toString('hex')
  const name = (kind: string) => network.createAccount(`adm-${kind}-${suffix}`)
  const accounts = [await name('a'), await name('m'), await name('r')] as const
  administrator = await signInAs(server, accounts[0])
  member = await signInAs(server, accounts[1])
  reader = await signInAs(server, accounts[2])
  const main = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
  await main.execute({ sql: "UPDATE users SET role = 'reader' WHERE did = ?", args: [accounts[2].did] })
  main.close()
})
after(() => server?.close())

const ask = (path: string, method: string, person: Person, accept = 'text/html') =>
  fetch(server.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(method === 'GET' ? {} : { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' }),
      ...(person.cookie ? { cookie: person.cookie } : {}),
      accept,
    },
    ...(method === 'GET' ? {} : { body: new TextEncoder().encode('a=b') }),
  })

test('the routes are found', () => {
  for (const path of ['/admin', '/admin/users', '/admin/users/x', '/admin/sign-up', '/admin/audit'])
    assert.ok(routes.includes(path), `${path} is not in ${routes}`)
})

for (const [role, who] of [
  ['member', () => member],
  ['reader', () => reader],
] as const) {
  test(`a ${role} gets 403 from every route, whatever the method`, async () => {
    for (const path of routes) {
      for (const method of methods) {
        const answer = await ask(path, method, who())
        const text = await answer.text()
        assert.equal(answer.status, 403, `${method} ${path}: ${text.slice(0, 300)}`)
      }
      const asProgram = await ask(path, 'GET', who(), 'application/json')
      assert.equal(asProgram.status, 403)
      assert.match(((await asProgram.json()) as { error: string }).error, /Only administrators/)
    }
  })
}

test('somebody signed out is asked to sign in, and comes back', async () => {
  for (const path of routes) {
    const answer = await ask(path, 'GET', createPerson(server))
    assert.equal(answer.status, 303, path)
    assert.equal(answer.headers.get('location'), `/sign-in?${new URLSearchParams({ next: path })}`)
    assert.equal((await ask(path, 'POST', createPerson(server))).status, 303, path)
    assert.equal((await ask(path, 'GET', createPerson(server), 'application/json')).status, 401, path)
  }
})

test('the way of the command line is closed to every role: it has a key of its own', async () => {
  const apiRoutes = globSync('api/admin/**/*.ts', { cwd: folder }).map((file) => `/${file.replace(/\.ts$/, '')}`)
  assert.deepEqual(apiRoutes, ['/api/admin/act'])
  const form = { name: 'key', may: 'write', days: '30' }
  const made = await administrator.post('/settings/keys', form, { accept: 'application/json' })
  const { key } = (await made.json()) as { key: string }
  const call = (method: string, headers: Record<string, string>) => {
    const body = method === 'GET' ? {} : { body: '{"act":"list"}' }
    return fetch(`${server.url}/api/admin/act`, {
      ...{ method, headers: { origin: server.url, 'content-type': 'application/json', ...headers } },
      ...body,
    })
  }
  for (const method of methods) {
    for (const person of [administrator, member, reader, createPerson(server)]) {
      const answer = await call(method, person.cookie ? { cookie: person.cookie } : {})
      assert.equal(answer.status, 401, method)
      await answer.body?.cancel()
    }
    for (const wrong of [key, `operator_${'A'.repeat(43)}`, 'x']) {
      const answer = await call(method, { authorization: `Bearer ${wrong}` })
      assert.equal(answer.status, 403, `${method} ${wrong}`)
      await answer.body?.cancel()
    }
  }
})

test('another way to write an address is no way in', async () => {
  const ways = ['/%61dmin', '/admin/', '/admin%2f', '//admin', '/./admin', '/x/../admin', '/ADMIN', '/%2561dmin']
  for (const path of ways) {
    const answer = await ask(path, 'GET', member)
    const text = await answer.text()
    assert.ok(answer.status >= 300, `${path}: ${answer.status}`)
    assert.doesNotMatch(text, /aria-label="Administration"/, path)
  }
})

test('an administrator comes in, and has a way there', async () => {
  assert.equal((await administrator.get('/admin')).status, 200)
  assert.match(await (await administrator.get('/settings')).text(), /href="\/admin"/)
  assert.doesNotMatch(await (await member.get('/settings')).text(), /href="\/admin"/)
})
