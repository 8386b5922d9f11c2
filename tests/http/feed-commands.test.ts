// `skypanel feed …` against a running box, as somebody types it.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { AtpAgent } from '@atproto/api'
import type { Account } from '#demo/account.ts'
import { runHere } from '../command-line.ts'
import { useNetwork } from '../network.ts'
import { type Person, signInAs } from '../person.ts'
import { startServer, type TestServer } from '../server.ts'

const network = await useNetwork()
const folder = mkdtempSync(join(tmpdir(), 'skypanel-feeds-'))
let server: TestServer
let account: Account
let owner: Person
let environment: NodeJS.ProcessEnv

before(async () => {
  server = await startServer(network)
  account = await network.createAccount(`typist-${randomBytes(2).toString('hex')}`)
  owner = await signInAs(server, account)
  const fields = { name: 'test', may: 'write', days: '30' }
  const made = await owner.post('/settings/keys', fields, { accept: 'application/json' })
  const { key } = (await made.json()) as { key: string }
  environment = { PATH: process.env.PATH, SKYPANEL_URL: server.url, SKYPANEL_KEY: key }
})
after(async () => {
  await server?.close()
  rmSync(folder, { recursive: true })
})

const run = (...words: string[]) => runHere(environment, 'feed', ...words)

async function runJson(...words: string[]): Promise<Record<string, unknown>> {
  const { code, said, noted } = await run(...words, '--json')
  assert.equal(code, 0, said + noted)
  return JSON.parse(said)
}

const hasRecord = (slug: unknown) =>
  new AtpAgent({ service: network.pdsUrl }).com.atproto.repo
    .getRecord({ repo: account.did, collection: 'app.bsky.feed.generator', rkey: String(slug) })
    .then(
      ({ data }) => data.value,
      () => undefined,
    )

describe('skypanel feed', () => {
  it('makes, changes, publishes, copies by file and deletes a feed', async () => {
    const made = await runJson('create', '--title', 'Herons', '--hashtag', 'heron', '--keyword', 'grey heron')
    assert.partialDeepStrictEqual(made, { title: 'Herons', visibility: 'public', record: null })
    const slug = String(made.slug)
    assert.match((await run('list')).said, new RegExp(`${slug}\\s+Herons\\s+\\(public\\)`))

    assert.equal((await runJson('edit', slug, '--title', 'Egrets', '--description', 'White')).title, 'Egrets')
    const editor = join(folder, 'editor')
    writeFileSync(editor, '#!/bin/sh\nsed -i s/White/Tall/ "$1"\n')
    chmodSync(editor, 0o700)
    environment.EDITOR = editor
    assert.equal((await runJson('edit', slug)).description, 'Tall')
    assert.match((await run('edit', slug)).noted, /Nothing was changed/)

    assert.equal(await hasRecord(slug), undefined)
    const { record } = await runJson('publish', slug)
    assert.deepEqual((record as { uri: string }).uri, `at://${account.did}/app.bsky.feed.generator/${slug}`)
    assert.partialDeepStrictEqual(await hasRecord(slug), { displayName: 'Egrets', description: 'Tall' })
    await runJson('edit', slug, '--title', 'Storks')
    assert.partialDeepStrictEqual(await hasRecord(slug), { displayName: 'Storks' })
    assert.equal((await runJson('unpublish', slug)).record, null)
    assert.equal(await hasRecord(slug), undefined)

    const file = join(folder, 'storks.json')
    assert.equal((await run('export', slug, '--out', file)).code, 0)
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).title, 'Storks')
    const copy = await runJson('import', file)
    assert.deepEqual([copy.title, copy.definition], ['Storks', made.definition])
    assert.equal((await runJson('create', file, '--title', 'Cranes')).title, 'Cranes')

    assert.equal((await run('delete', slug)).code, 2)
    assert.equal((await run('delete', slug, '--yes')).code, 0)
    const { code, noted } = await run('export', slug)
    assert.equal(code, 1)
    assert.match(noted, /There is no feed/)
  })

  it('tries a definition on posts, of a file and of the network', async () => {
    const file = join(folder, 'definition.json')
    writeFileSync(file, JSON.stringify({ version: 1, sources: [{ type: 'hashtags', tags: ['heron'] }], filters: [] }))
    const all = await run('test', file, '--text', 'A #Heron', '--text', 'Two #heron again')
    assert.deepEqual([all.code, all.said.match(/It has #heron\./gi)?.length], [0, 2])
    const uri = Object.values(network.posts)[0]?.uri ?? ''
    const some = await run('test', file, '--text', 'A #heron', '--post', uri, '--json')
    assert.equal(some.code, 1)
    assert.deepEqual(
      JSON.parse(some.said).map(({ isIn }: { isIn: boolean }) => isIn),
      [true, false],
    )
  })

  const wrong: { name: string; words: string[]; code: number; noted: RegExp; with?: NodeJS.ProcessEnv }[] = [
    { name: 'no key', words: ['list'], code: 2, noted: /Name a key/, with: { SKYPANEL_KEY: '' } },
    { name: 'a key that is none', words: ['list'], code: 1, noted: /no such key/, with: { SKYPANEL_KEY: 'x' } },
    { name: 'an address that is none', words: ['list', '--url', 'box'], code: 2, noted: /begins with/ },
    { name: 'nobody there', words: ['list', '--url', 'http://127.0.0.1:9'], code: 1, noted: /does not answer/ },
    { name: 'nothing to make', words: ['create'], code: 2, noted: /Say what to make/ },
    {
      name: 'a long title',
      words: ['create', '--title', 'x'.repeat(30), '--hashtag', 'a'],
      code: 1,
      noted: /title: A title/,
    },
    { name: 'no definition', words: ['create', '--title', 'x'], code: 1, noted: /definition: A feed needs/ },
    { name: 'a file that is none', words: ['import', '/nowhere.json'], code: 1, noted: /cannot be read/ },
    { name: 'no feed', words: ['publish'], code: 2, noted: /Name one feed/ },
    { name: 'a feed that is none', words: ['publish', '999999'], code: 1, noted: /no such feed/ },
  ]
  for (const { name, words, code, noted, with: more } of wrong) {
    it(`says what is wrong: ${name}`, async () => {
      const ended = await runHere({ ...environment, ...more }, 'feed', ...words)
      assert.deepEqual([ended.code, ended.said], [code, ''])
      assert.match(ended.noted, noted)
    })
  }

  it('cannot publish for somebody who is signed in nowhere, and says so', async () => {
    const made = await runJson('create', '--title', 'Alone', '--hashtag', 'alone')
    assert.equal((await owner.post('/auth/sign-out')).status, 303)
    const { code, noted } = await run('publish', String(made.slug))
    assert.equal(code, 1)
    assert.match(noted, /Nobody is signed in here as @typist/)
    assert.equal(await hasRecord(made.slug), undefined)
    assert.equal((await runJson('edit', String(made.slug), '--title', 'Still mine')).title, 'Still mine')
  })
})
