// Somebody's own profile and handle, what they take with them, and what is left when they go.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Client, createClient } from '@libsql/client'
import sharp from 'sharp'
import { createWriter } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { isSignedIn, testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const password = 'night-train-31'
const writer = await createWriter(network, 'own')
const { agent, did, handle } = writer
const person = await signInAs(server, { did, handle, password })

const profile = async () => {
  const { data } = await agent.com.atproto.repo.getRecord({
    repo: did,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
  })
  return { cid: data.cid, value: data.value as Record<string, unknown> }
}
const wasOf = (html: string) => Object.fromEntries(readFormWith(html, 'bio')).was ?? ''
const readWas = async () => wasOf(await (await person.get('/settings/profile')).text())

function send(fields: Record<string, string | Blob>): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const headers = { origin: server.url, cookie: person.cookie }
  return fetch(`${server.url}/settings/profile`, { method: 'POST', redirect: 'manual', headers, body: form })
}

test('a profile is made, and what another client wrote in it stays', async () => {
  const first = { name: 'Own', bio: 'One\r\ntwo', pronouns: 'they', website: 'example.org' }
  const answers = await Promise.all([send(first), send(first)])
  for (const answer of answers)
    assert.equal(answer.headers.get('location'), '/settings/profile?saved=1', await answer.text())
  const made = await profile()
  const written = { displayName: 'Own', description: 'One\ntwo', pronouns: 'they', website: 'https://example.org' }
  assert.deepEqual(made.value, { $type: 'app.bsky.actor.profile', ...written })
  const record = {
    ...made.value,
    mood: { of: 'tea' },
    labels: { $type: 'com.atproto.label.defs#selfLabels', values: [] },
  }
  await agent.com.atproto.repo.putRecord({ repo: did, collection: 'app.bsky.actor.profile', rkey: 'self', record })
  const picture = await sharp({ create: { width: 1400, height: 900, channels: 3, background: '#048' } })
    .jpeg()
    .toBuffer()
  const was = await readWas()
  const file = new Blob([new Uint8Array(picture)], { type: 'image/jpeg' })
  const answer = await send({ ...first, name: 'Other', website: '', was, avatar: file })
  assert.equal(answer.status, 303, await answer.text())
  const { value } = await profile()
  assert.deepEqual([value.displayName, value.mood, value.website], ['Other', { of: 'tea' }, undefined])
  assert.equal((value.avatar as { mimeType?: string }).mimeType, 'image/jpeg')
})

test('a page that is too old, a wrong field and a file that is no picture: nothing is saved, everything comes back', async () => {
  const before = await profile()
  const { displayName, description, pronouns } = before.value
  const fields = { name: String(displayName), bio: String(description), pronouns: String(pronouns), website: '' }
  const stale = await send({ ...fields, name: 'Late', was: JSON.stringify({ ...fields, name: 'Own' }) })
  const html = await stale.text()
  assert.equal(stale.status, 409)
  assert.match(html, /changed somewhere else meanwhile/)
  assert.match(html, /name="name"[^>]*value="Late"/)
  const was = wasOf(html)
  assert.equal(JSON.parse(was).name, 'Other', 'and the next attempt counts')
  const wrong = await send({ name: 'x'.repeat(65), bio: '', pronouns: '', website: 'javascript:alert(1)', was })
  const words = await wrong.text()
  assert.equal(wrong.status, 422)
  assert.match(words, /64 characters; this has 65.*no address of a website/s)
  assert.match(words, /value="javascript:alert\(1\)"/)
  const file = await send({ name: 'x', bio: '', pronouns: '', website: '', was, banner: new Blob(['<svg/>']) })
  assert.equal(file.status, 422)
  assert.match(await file.text(), /This is no picture that can be read/)
  assert.deepEqual(await profile(), before)
})

test('a picture straight from a camera is made smaller; one of more than 20 MB brings the form back', async () => {
  const fields = { name: 'Camera', bio: 'Kept', pronouns: '', website: '' }
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const photo = await sharp({ create: { width: 2800, height: 2100, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 98 })
    .toBuffer()
  assert.ok(photo.length > 6_000_000, `${photo.length}`)
  const camera = new Blob([new Uint8Array(photo)], { type: 'image/jpeg' })
  const answer = await send({ ...fields, was: await readWas(), avatar: camera, banner: camera })
  assert.equal(answer.status, 303, await answer.text())
  const { value } = await profile()
  for (const name of ['avatar', 'banner']) {
    const { size, mimeType } = value[name] as { size: number; mimeType: string }
    assert.ok(size <= 1_000_000 && mimeType === 'image/jpeg', `${name}: ${size} ${mimeType}`)
  }
  const was = await readWas()
  const over = await send({ ...fields, name: 'Over', was, banner: new Blob([new Uint8Array(20_000_001)]) })
  assert.equal(over.status, 422)
  assert.match(await over.text(), /name="name"[^>]*value="Over".*A picture may have 20 MB/s)
  const far = await send({ ...fields, was, banner: new Blob([new Uint8Array(51_000_000)]) })
  assert.equal(far.status, 413)
  assert.match(await far.text(), /too much at once: 50 MB is the most/)
  const other = await send({ ...fields, was, as: 'did:plc:somebodyelse' })
  assert.deepEqual([other.status, (await profile()).value.displayName], [409, 'Camera'])
  assert.deepEqual(readdirSync(join(server.dataDir, 'uploads', 'new')), [])
})

test('two tabs: what each has changed counts; what both have comes back, on top of what is there', async () => {
  const tabs = { path: '/settings/profile', field: 'bio' }
  const [, second] = await saveInTwoTabs(person, tabs, [{ name: 'First', website: 'a.example' }, { bio: 'Second' }])
  assert.equal(second.status, 303, await second.text())
  const { displayName, description, website, avatar } = (await profile()).value
  assert.deepEqual([displayName, description, website], ['First', 'Second', 'https://a.example'])
  const [, both] = await saveInTwoTabs(person, tabs, [
    { name: 'One', pronouns: 'it', 'no-avatar': 'on' },
    { name: 'Two', bio: 'Three' },
  ])
  const html = await both.text()
  assert.equal(both.status, 409)
  const back = Object.fromEntries(readFormWith(html, 'bio'))
  assert.deepEqual([back.name, back.pronouns, back.bio], ['Two', 'it', 'Three'])
  assert.equal((await person.post('/settings/profile', back)).status, 303)
  const { value } = await profile()
  assert.deepEqual([value.displayName, value.pronouns, value.description], ['Two', 'it', 'Three'])
  assert.ok(avatar && !value.avatar)
})

test('the handle: another name on the server, and what is none', async () => {
  const name = `own-new-${randomBytes(2).toString('hex')}`
  const html = await (await person.get('/settings/handle')).text()
  assert.match(html, new RegExp(`did=${did}`))
  const wrong = await person.post('/settings/handle', { handle: 'two words', domain: '.test' })
  assert.equal(wrong.status, 422)
  assert.match(await wrong.text(), /This is no handle.*value="two words"/s)
  const foreign = await person.post('/settings/handle', { handle: 'example.org' })
  assert.ok(foreign.status >= 400 && foreign.status < 500, `${foreign.status}`)
  const answer = await person.post('/settings/handle', { handle: `@${name}`, domain: '.test' })
  assert.equal(answer.headers.get('location'), '/settings/handle?saved=1', await answer.text())
  assert.equal((await agent.com.atproto.identity.resolveHandle({ handle: `${name}.test` })).data.did, did)
  assert.match(await (await person.get('/settings')).text(), new RegExp(`@${name}\\.test`))
})

test('the repository is what the server has, byte for byte; posts come as Markdown', async () => {
  await writer.post('First *words*')
  await writer.post('Words of a reply', {
    embed: {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.org/x', title: 'A page', description: '' },
    },
  })
  const answer = await person.get('/settings/export/repository.car')
  assert.equal(answer.headers.get('content-type'), 'application/vnd.ipld.car')
  assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="own-[\w.-]+\.car"$/)
  const direct = await fetch(`${network.pdsUrl}/xrpc/com.atproto.sync.getRepo?did=${did}`)
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(await direct.arrayBuffer())))
  const markdown = await (await person.get('/settings/export/posts.md')).text()
  assert.match(
    markdown,
    /Words of a reply\n\n> Link: \[A page\]\(https:\/\/example\.org\/x\)\n.*First \\\*words\\\*\n.*2 posts\.\n$/s,
  )
})

/** A row in every table of cache.db that is about somebody. */
async function keepInCache(cache: Client, did: string): Promise<void> {
  const run = (sql: string, args: (string | number)[]) => cache.execute({ sql: `INSERT OR REPLACE INTO ${sql}`, args })
  await run('cached_profiles (did, handle, view, expires_at) VALUES (?, ?, ?, ?)', [did, 'x', '{}', 1])
  await run('cached_posts (uri, view, expires_at) VALUES (?, ?, ?)', [`at://${did}/app.bsky.feed.post/1`, '{}', 1])
  const about = [did, 'at://x', 'like', 0, 1, '{}']
  await run('notifications (user_did, uri, reason, is_read, indexed_at, entry) VALUES (?, ?, ?, ?, ?, ?)', about)
  await run('notification_cursors (user_did, seen_at, fetched_at) VALUES (?, ?, ?)', [did, 1, 1])
  await run('seen_posts (viewer_did, uri, seen_at) VALUES (?, ?, ?)', [did, 'at://x', 1])
}

/** Rows of cache.db that begin with somebody, and in how many tables: every text column of every table is looked at. */
async function countInCache(cache: Client, did: string): Promise<{ rows: number; tables: number }> {
  const found = { rows: 0, tables: 0 }
  const { rows: tables } = await cache.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
  for (const { name } of tables) {
    const { rows: columns } = await cache.execute(`PRAGMA table_info("${name}")`)
    const own = columns.filter((column) => /(^|_)(did|uri)$/.test(String(column.name)))
    if (own.length === 0) continue
    const where = own.map((column) => `instr("${column.name}", :did) IN (1, 6)`).join(' OR ')
    const sql = `SELECT count(*) AS n FROM "${name}" WHERE ${where}`
    const n = Number((await cache.execute({ sql, args: { did } })).rows[0]?.n)
    found.rows += n
    found.tables += n > 0 ? 1 : 0
  }
  return found
}

test('who deletes their data leaves nothing, and their account stays', async () => {
  const [boss, leaver] = [person, await createWriter(network, 'leaver')]
  const account = { did: leaver.did, handle: leaver.handle, password }
  const [one, two] = [await signInAs(server, account), await signInAs(server, account)]
  const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 5000 })
  after(() => client.close())
  const [row] = (await client.execute({ sql: 'SELECT id FROM users WHERE did = ?', args: [leaver.did] })).rows
  const id = Number(row?.id)
  await one.post('/settings/appearance', { theme: 'dark', accent: 'moss', textSize: 'small' })
  await one.post('/feeds/new', { title: 'Gone soon', description: '', hashtags: 'Gone', keywords: '' })
  await one.get('/search?q=something')
  await one.get('/notifications')
  const files = join(server.dataDir, 'uploads', String(id))
  mkdirSync(files, { recursive: true })
  writeFileSync(join(files, 'x'), 'x')
  const count = async () => {
    const { rows: tables } = await client.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    let total = 0
    for (const { name } of tables) {
      const { rows: columns } = await client.execute(`PRAGMA table_info("${name}")`)
      for (const column of columns.map((known) => String(known.name))) {
        const value = /^(user_id|owner_id)$/.test(column) ? id : /(^|_)did$/.test(column) ? leaver.did : undefined
        if (value === undefined) continue
        const sql = `SELECT count(*) AS n FROM "${name}" WHERE "${column}" = ?`
        total += Number((await client.execute({ sql, args: [value] })).rows[0]?.n)
      }
    }
    return total
  }
  assert.ok((await count()) >= 5)
  const cache = createClient({ url: `file:${join(server.dataDir, 'cache.db')}`, timeout: 5000 })
  after(() => cache.close())
  await keepInCache(cache, leaver.did)
  assert.deepEqual(await countInCache(cache, leaver.did), { rows: 5, tables: 5 })
  const wrong = await one.post('/settings/delete', { handle: 'somebody.else' })
  assert.equal(wrong.status, 422)
  assert.match(await wrong.text(), /value="somebody\.else".*Nothing was deleted/s)
  assert.ok(await isSignedIn(server, two.cookie))
  const gone = await one.post('/settings/delete', { handle: `@${leaver.handle}` })
  assert.deepEqual([gone.status, gone.headers.get('location')], [303, '/'], await gone.text())
  assert.equal(await count(), 0)
  assert.deepEqual(await countInCache(cache, leaver.did), { rows: 0, tables: 0 })
  assert.equal(existsSync(files), false)
  assert.deepEqual([await isSignedIn(server, one.cookie), await isSignedIn(server, two.cookie)], [false, false])
  assert.equal((await one.post('/settings/delete', { handle: leaver.handle })).status, 303, 'sent twice')
  assert.equal((await leaver.agent.app.bsky.actor.getProfile({ actor: leaver.did })).data.did, leaver.did)
  assert.ok(await isSignedIn(server, boss.cookie))
})

test('the only administrator hands over to who has been here longest', async () => {
  const heir = await createWriter(network, 'heir')
  const next = await signInAs(server, { did: heir.did, handle: heir.handle, password })
  const page = await (await person.get('/settings/delete')).text()
  assert.match(page, new RegExp(`@${heir.handle}, who has been here longest, becomes administrator`))
  const [, own = ''] = page.match(/Write @([\w.-]+) to say/) ?? []
  assert.equal((await person.post('/settings/delete', { handle: own })).status, 303)
  assert.match(await (await next.get('/settings/account')).text(), /administrator of this server/)
  assert.match(await (await next.get('/settings/delete')).text(), /You are the only person here/)
})

testScenarios(server, [
  ...['profile', 'handle', 'export', 'delete'].map((page) => ({
    name: `signed out, /settings/${page} leads to signing in`,
    path: `/settings/${page}`,
    status: 303,
    location: `/sign-in?next=%2Fsettings%2F${page}`,
  })),
  ...['posts.md', 'repository.car'].map((file) => ({
    name: `signed out, ${file} is nobody’s`,
    path: `/settings/export/${file}`,
    status: 303,
    location: '/sign-in?next=%2Fsettings%2Faccount',
  })),
])
