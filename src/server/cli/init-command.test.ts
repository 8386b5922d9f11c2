import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { runHere } from '../../../tests/command-line.ts'

function makeFolder(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-init-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return { folder, environment: { SKYPANEL_CONFIG: join(folder, 'skypanel.toml') } }
}

describe('skypanel init', () => {
  it('writes a configuration that holds, and secrets, once', async (t) => {
    const { folder, environment } = makeFolder(t)
    const words = ['init', '--public-url', 'https://panel.example.org', '--port', '8099', '--seal-backups', '--json']
    const made = await runHere(environment, ...words)
    assert.equal(made.code, 0)
    const { passphrase, dataDir } = JSON.parse(made.said)
    assert.equal(dataDir, join(folder, 'data'))
    const text = readFileSync(environment.SKYPANEL_CONFIG, 'utf8')
    assert.match(text, new RegExp(`^backup_passphrase = "${passphrase}"$`, 'm'))
    assert.equal(statSync(environment.SKYPANEL_CONFIG).mode & 0o777, 0o600)
    assert.equal(statSync(join(dataDir, 'secrets', 'sealing-key')).mode & 0o777, 0o600)
    assert.equal((await runHere(environment, 'config', 'validate')).code, 0)
    const again = await runHere(environment, 'init', '--port', '9000')
    assert.equal(again.code, 1)
    assert.match(again.noted, /nothing is written over it/)
    assert.equal(readFileSync(environment.SKYPANEL_CONFIG, 'utf8'), text)
  })

  it('writes nothing that SkyPanel would not start with', async (t) => {
    const { folder, environment } = makeFolder(t)
    for (const words of [
      ['--port', 'eighty'],
      ['--public-url', 'http://panel.example.org'],
      ['--host', 'x"\ny = 1'],
    ]) {
      assert.equal((await runHere(environment, 'init', ...words)).code, 2, words.join(' '))
      assert.ok(!existsSync(environment.SKYPANEL_CONFIG))
      assert.ok(!existsSync(join(folder, 'data')))
    }
  })
})

describe('skypanel logs', () => {
  it('prints what is asked for, the newest last', async (t) => {
    const { folder } = makeFolder(t)
    mkdirSync(join(folder, 'logs'))
    const line = (time: number, name: string, level: number, msg: string) =>
      `${JSON.stringify({ level, time, pid: 1, name, msg, place: 'here' })}\n`
    writeFileSync(join(folder, 'logs', 'web.log'), line(1000, 'web', 30, 'one') + line(3000, 'web', 50, 'three'))
    writeFileSync(join(folder, 'logs', 'stream.log'), line(2000, 'stream', 40, 'two'))
    const environment = { DATA_DIR: folder }
    const all = await runHere(environment, 'logs')
    assert.match(all.said, /one place=here\n.*two place=here\n.*three/)
    assert.match(all.said, /^1970-01-01T00:00:01\.000Z info {2}web {8}one/)
    const cases: [string[], string[]][] = [
      [
        ['--level', 'warn'],
        ['two', 'three'],
      ],
      [
        ['--process', 'web'],
        ['one', 'three'],
      ],
      [['--lines', '1'], ['three']],
      [['--grep', 'TWO'], ['two']],
    ]
    for (const [words, messages] of cases) {
      const { said } = await runHere(environment, 'logs', '--json', ...words)
      const found = JSON.parse(said).map(({ message }: { message: string }) => message)
      assert.deepEqual(found, messages, words.join(' '))
    }
    for (const words of [['--level', 'loud'], ['--process', 'moon'], ['--lines', 'all'], ['web']]) {
      assert.equal((await runHere(environment, 'logs', ...words)).code, 2, words.join(' '))
    }
  })
})
