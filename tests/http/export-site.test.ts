// `skypanel feed export-site`: a folder that any static host serves, without the box.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createWriter } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const folder = mkdtempSync(join(tmpdir(), 'skypanel-site-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const tag = `quay${randomBytes(2).toString('hex')}`
const owner = await signInAs(server, await network.createAccount(`quays-${tag}`))
const json = { accept: 'application/json' }
const made = await owner.post('/feeds/new', { title: 'Quays <b>"../../etc', hashtags: tag }, json)
const { id, slug } = (await made.json()) as { id: number; slug: string }
const root = join(import.meta.dirname, '..', '..')
const entry = join(root, 'dist', 'server', 'app', 'skypanel.js')

/** Runs the command. @returns its exit code and what it said */
function run(...words: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, SKYPANEL_URL: server.url }
    execFile(process.execPath, [entry, 'feed', 'export-site', ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr })
    })
  })
}

before(async () => {
  const writer = await createWriter(network, 'quay')
  const image = await writer.upload(readFileSync(join(root, 'deploy/demo/pictures/heron.jpg')), 'image/jpeg')
  const embed = { $type: 'app.bsky.embed.images', images: [{ image, alt: 'A "heron" <hot>' }] }
  const isIn = async (text: string) =>
    (await (await createPerson(server).get(`/embed/f/${slug}?limit=30`)).text()).includes(text)
  await waitFor('the feed takes posts', async () => {
    await writer.post('Quay 0', { tags: [tag] })
    return isIn('Quay 0')
  })
  const pictured = await writer.post('Quay with a heron', { tags: [tag], embed })
  for (let number = 1; number <= 30; number++) await writer.post(`Quay ${number}`, { tags: [tag] })
  const last = await writer.post('Last quay', { tags: [tag] })
  await writer.settle([pictured, last])
  await waitFor('all are in', () => isIn('Last quay'))
  // The picture is on the second page, once the AppView has told of it.
  await waitFor('the picture is there', async () => {
    const first = await (await createPerson(server).get(`/embed/f/${slug}?limit=30`)).text()
    const older = /<a href="([^"]+)" target="_self" rel="next"/.exec(first)?.[1]?.replace(/&(amp|#38);/g, '&') ?? ''
    return (await (await createPerson(server).get(older)).text()).includes('/img/')
  })
})

test('writes pages, documents and pictures that lead nowhere but the network', async () => {
  const site = join(folder, 'site')
  const { code, out } = await run(slug, '--out', site, '--site', 'https://me.example/quays')
  assert.equal(code, 0, out)
  const names = readdirSync(site).sort()
  assert.deepEqual(
    names.filter((name) => !/^page-3/.test(name)),
    ['.skypanel-export', 'atom.xml', 'feed.json', 'index.html', 'page-2.html', 'pictures', 'rss.xml'],
  )
  const pictures = readdirSync(join(site, 'pictures'))
  assert.ok(pictures.length > 0)
  for (const name of pictures) assert.match(name, /^[\da-f]{24}\.(webp|jpg|png)$/)
  const pages = ['index.html', 'page-2.html'].map((name) => readFileSync(join(site, name), 'utf8'))
  assert.match(pages[0] ?? '', /Last quay/)
  assert.match(pages[1] ?? '', /<img src="pictures\/[\da-f]{24}\.\w+"[^>]* alt="A &quot;heron&quot; &lt;hot&gt;"/)
  for (const text of pages) {
    assert.doesNotMatch(text, /<script/)
    for (const [, address = ''] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const isOwn = address === `${server.url}/f/${slug}` || names.includes(address) || /^(pictures\/|#)/.test(address)
      assert.ok(isOwn || address.startsWith('https://bsky.app/'), address)
    }
  }
  const rss = readFileSync(join(site, 'rss.xml'), 'utf8')
  assert.match(rss, /https:\/\/me\.example\/quays\/rss\.xml/)
  assert.ok(!rss.includes(server.url), 'nothing of the box in it')
  JSON.parse(readFileSync(join(site, 'feed.json'), 'utf8'))
})

test('replaces what it made, and nothing else', async () => {
  const site = join(folder, 'site')
  assert.equal((await run(slug, '--out', site, '--pages', '1')).code, 0)
  assert.ok(!readdirSync(site).includes('page-2.html'))
  const theirs = mkdtempSync(join(folder, 'theirs-'))
  writeFileSync(join(theirs, 'cat.txt'), 'cat')
  const refused = await run(slug, '--out', theirs)
  assert.deepEqual([refused.code, readdirSync(theirs)], [1, ['cat.txt']])
  assert.match(refused.out, /stays as it is/)
})

test('takes a secret feed by its link, and no other', async () => {
  const shared = await owner.post(`/feeds/${id}/share`, { op: 'save', visibility: 'secret' }, json)
  const { page } = (await shared.json()) as { page: string }
  const [site, other] = [join(folder, 'secret'), join(folder, 'other')]
  const refused = await run(slug, '--out', other)
  assert.deepEqual([refused.code, readdirSync(folder).includes('other')], [1, false])
  const { code, out } = await run(page, '--out', site)
  assert.equal(code, 0, out)
  const key = new URL(page).searchParams.get('key') ?? ''
  for (const name of readdirSync(site).filter((name) => /\./.test(name))) {
    assert.ok(!readFileSync(join(site, name), 'utf8').includes(key), name)
  }
})

test('says what it does not understand', async () => {
  for (const words of [
    [],
    ['../etc', '--out', 'x'],
    [slug],
    [slug, '--out', 'x', '--pages', '-1'],
    ['https://x.example/y', '--out', 'x'],
  ]) {
    assert.equal((await run(...words)).code, 2, words.join(' '))
  }
})
