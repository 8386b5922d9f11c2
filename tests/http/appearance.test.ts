// Settings that this box keeps: what they change on every page, for one person only.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createClient } from '@libsql/client'
import { createWriter, pageOf } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const client = createClient({ url: `file:${join(server.dataDir, 'main.db')}`, timeout: 20_000 })
after(() => client.close())
const writer = await createWriter(network, 'looks')
const person = await signInAs(server, { did: writer.did, handle: writer.handle, password: 'night-train-31' })
const rootOf = (html: string) => html.match(/<html[^>]*>/)?.[0] ?? ''

async function save(page: string, fields: Record<string, string>): Promise<string> {
  const answer = await person.post(page, fields)
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, `${page}?saved=1`], await answer.text())
  return (await person.get(page)).text()
}

test('the look stands on the root of every page, and on nobody else’s', async () => {
  assert.equal(rootOf(await (await person.get('/settings')).text()), '<html lang="en">')
  const fields = { theme: 'dark', accent: 'plum', textSize: 'large', density: 'compact', serif: 'on', still: 'on' }
  const form = await save('/settings/appearance', fields)
  assert.match(form, /name="accent" value="plum" checked/)
  const root =
    '<html lang="en" data-theme="dark" data-accent="plum" data-size="large" data-density="compact" data-face="serif" data-motion="none">'
  for (const path of ['/settings', '/nowhere-at-all', '/search']) {
    assert.equal(rootOf(await (await person.get(path)).text()), root, path)
  }
  assert.equal(rootOf(await (await createPerson(server).get('/search')).text()), '<html lang="en">')
})

test('nonsense is as if nobody had chosen; what a later version keeps stays', async () => {
  await client.execute(`UPDATE preferences SET "values" = json_set("values", '$.sparkles', 'many', '$.theme', 'neon')`)
  assert.doesNotMatch(rootOf(await (await person.get('/settings')).text()), /data-theme/)
  await save('/settings/appearance', { theme: '"><script>', accent: 'sky', textSize: 'normal' })
  await save('/settings/languages', {
    language: 'de',
    'read-en': 'on',
    'read-cy': 'on',
    'write-1': 'cy',
    'write-2': 'xx',
  })
  const [row] = (await client.execute('SELECT "values" FROM preferences')).rows
  const kept = JSON.parse(String(row?.values))
  assert.deepEqual(
    [kept.sparkles, kept.theme, kept.language, kept.reads, kept.writes],
    ['many', 'system', 'de', ['cy', 'en'], ['cy']],
  )
  assert.match(await (await person.get('/settings/languages')).text(), /<option value="cy" selected/)
})

test('two tabs that say different parts both count', async () => {
  await Promise.all([
    save('/settings/appearance', { theme: 'light', accent: 'moss', textSize: 'small' }),
    save('/settings/languages', { language: 'fr' }),
  ])
  assert.match(
    rootOf(await (await person.get('/settings')).text()),
    /data-theme="light" data-accent="moss" data-size="small"/,
  )
  assert.match(await (await person.get('/settings/languages')).text(), /<option value="fr" selected/)
})

test('two tabs with the same form: what each has changed counts; what both have comes back', async () => {
  const tabs = { path: '/settings/languages', field: 'language' }
  await save('/settings/languages', { language: 'fr', 'read-en': 'on' })
  const [, second] = await saveInTwoTabs(person, tabs, [
    { 'read-de': 'on', 'write-1': 'de' },
    { 'read-fr': 'on', 'read-en': undefined, language: 'nn' },
  ])
  assert.equal(second.status, 303, await second.text())
  const [row] = (await client.execute('SELECT "values" FROM preferences')).rows
  assert.partialDeepStrictEqual(JSON.parse(String(row?.values)), {
    language: 'nn',
    reads: ['de', 'fr'],
    writes: ['de'],
  })
  const look = { path: '/settings/appearance', field: 'theme' }
  const [, both] = await saveInTwoTabs(person, look, [{ theme: 'dark', serif: 'on' }, { theme: 'system' }])
  const back = Object.fromEntries(readFormWith(await both.text(), 'theme'))
  assert.deepEqual([both.status, back.theme, back.serif], [409, 'system', 'on'])
  assert.match(rootOf(await (await person.get('/settings')).text()), /data-theme="dark"/)
  await save('/settings/appearance', { ...back, serif: '', theme: 'light' })
})

test('links lose what follows people, unless they want it; counts go', async () => {
  const text = 'A page with a trail'
  const uri = 'https://example.org/page?id=7&utm_source=bsky'
  const facets = [{ index: { byteStart: 2, byteEnd: 6 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] }]
  const embed = { $type: 'app.bsky.embed.external', external: { uri: `${uri}&fbclid=1`, title: 'T', description: '' } }
  const post = await writer.post(text, { facets, embed })
  await writer.settle([post])
  const subject = { uri: post.uri, cid: post.cid }
  await writer.write('app.bsky.feed.like', { subject })
  const page = pageOf(post)
  const html = await waitFor('the like is counted', async () => {
    const now = await (await person.get(page)).text()
    return now.includes('aria-label="Like, 1 like"') ? now : undefined
  })
  assert.equal(html.match(/href="https:\/\/example\.org\/page\?id=7"/g)?.length, 2)
  assert.doesNotMatch(html, /utm_source|fbclid/)
  await save('/settings/privacy-and-security', {})
  await save('/settings/appearance', { hideCounts: 'on' })
  const other = await (await person.get(page)).text()
  assert.match(other, /utm_source=bsky&(amp;|#38;)?fbclid=1/)
  assert.match(other, /aria-label="Like"/)
  assert.doesNotMatch(other, /1 like|<strong>1<\/strong>/)
})

test('pictures come through this box for whoever chooses so, and straight for others', async () => {
  const page = '/profile/ines.test'
  const sources = async () => {
    const html = await (await person.get(page)).text()
    return [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src = '']) => src)
  }
  await save('/settings/privacy-and-security', { cleanLinks: 'on' })
  const straight = await sources()
  assert.ok(straight.length > 3 && straight.every((src) => src.startsWith(network.imageOrigin)), straight.join(' '))
  await save('/settings/privacy-and-security', { cleanLinks: 'on', proxy: 'on' })
  assert.match(await (await person.get('/settings/privacy-and-security')).text(), /name="proxy" checked/)
  const proxied = await sources()
  assert.ok(proxied.length > 3 && proxied.every((src) => src.startsWith('/img/')), proxied.join(' '))
  const picture = await person.get(proxied[0] ?? '')
  assert.deepEqual([picture.status, picture.headers.get('content-type')?.split('/')[0]], [200, 'image'])
  await save('/settings/privacy-and-security', { cleanLinks: 'on' })
})

test('posts are translated into what somebody has chosen, else into what their browser asks for', async () => {
  const post = await writer.post('Words to be translated')
  await writer.settle([post])
  const target = async () => {
    const html = await (
      await person.get(`/post/menu?uri=${encodeURIComponent(post.uri)}`, { 'accept-language': 'cy, en;q=0.5' })
    ).text()
    return html.match(/translate\.google\.com[^"]*?tl=(\w+)/)?.[1]
  }
  await save('/settings/languages', { language: '' })
  assert.equal(await target(), 'cy')
  await save('/settings/languages', { language: 'nn' })
  assert.equal(await target(), 'nn')
})

test('bsky.app’s address of languages leads here', async () => {
  assert.equal((await person.get('/settings/language')).headers.get('location'), '/settings/languages')
})
