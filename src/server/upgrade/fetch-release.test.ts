import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { create } from 'tar'
import { BadRelease, fetchRelease } from './fetch-release.ts'
import { describeHome } from './find-home.ts'
import { unpackRelease } from './unpack-release.ts'

const progress = () => {}
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A folder with an archive of `files` below one folder, and its checksum beside it. */
async function makeArchive(t: TestContext, files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-release-'))
  t.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'inside', 'node_modules'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'inside', name), text)
  const file = join(folder, 'release.tar.gz')
  await create({ cwd: folder, gzip: true, file }, ['inside'])
  const sha256 = digest(readFileSync(file))
  writeFileSync(`${file}.sha256`, `${sha256}  release.tar.gz\n`)
  const home = describeHome(join(folder, 'home'))
  mkdirSync(home.releases, { recursive: true })
  return { folder, file, sha256, home, to: join(folder, 'incoming') }
}

const release = (more: object = {}) => ({
  'release.json': JSON.stringify({ format: 1, version: '1.2.3', ...more }),
  skypanel: '',
})

describe('a release', () => {
  it('is taken from the disk or from an address when its checksum is right', async (t) => {
    const { file, sha256, to } = await makeArchive(t, release())
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/cut')) {
        const body = request.url.endsWith('.sha256') ? `${sha256}\n` : readFileSync(file).subarray(0, 50)
        return void response.end(body)
      }
      if (!request.url?.startsWith('/release.tar.gz')) return void response.writeHead(404).end()
      response.end(readFileSync(request.url.endsWith('.sha256') ? `${file}.sha256` : file))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => {
      server.closeAllConnections()
      server.close()
    })
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    assert.deepEqual(await fetchRelease({ source: file, to, progress }), { file, sha256 })
    assert.deepEqual(await fetchRelease({ source: `${address}/release.tar.gz`, to, progress }), { file: to, sha256 })
    const refused: [string, string | undefined, RegExp][] = [
      [file, '0'.repeat(64), /should have 0000/],
      [file, 'short', /64 hexadecimal digits/],
      [`${file}.none`, undefined, /name the checksum/],
      [`${file}.none`, sha256, /There is no/],
      ['http://panel.example.org/release.tar.gz', sha256, /comes by https/],
      [`${address}/other`, sha256, /answers 404/],
      [`${address}/cut`, undefined, /has the checksum/],
    ]
    for (const [source, wanted, sentence] of refused) {
      await assert.rejects(fetchRelease({ source, to, sha256: wanted, progress }), (error) => {
        return error instanceof BadRelease && sentence.test(error.message)
      })
    }
  })

  it('is unpacked by its version, and beside another one of that version', async (t) => {
    const { home, file, sha256 } = await makeArchive(t, release())
    assert.equal((await unpackRelease(home, file, sha256)).name, '1.2.3')
    assert.equal((await unpackRelease(home, file, sha256)).isNew, false)
    assert.equal((await unpackRelease(home, file, 'f'.repeat(64))).name, '1.2.3-ffffffff')
    assert.deepEqual(readdirSync(home.releases).sort(), ['1.2.3', '1.2.3-ffffffff'])
  })

  const others: [string, Record<string, string>, RegExp][] = [
    ['nothing', {}, /no release\.json/],
    ['no command line', { 'release.json': release()['release.json'] }, /no command line/],
    ['another platform', release({ platform: 'plan9-mips' }), /is for plan9-mips/],
    ['a version that is a path', release({ version: '../../1.0.0' }), /no release\.json/],
  ]
  for (const [what, files, sentence] of others) {
    it(`with ${what} changes nothing`, async (t) => {
      const { home, file, sha256 } = await makeArchive(t, files)
      await assert.rejects(unpackRelease(home, file, sha256), sentence)
      assert.deepEqual(readdirSync(home.releases), [])
    })
  }
})
