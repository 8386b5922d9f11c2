import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ConfigError, readConfig } from './config.ts'
import { settingsSchema } from './config-schema.ts'

/** The problems that reading this environment names; none when it is fine. */
function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    assert(error instanceof ConfigError)
    return error.problems
  }
}

describe('readConfig', () => {
  it('is usable and safe with nothing set', () => {
    const config = readConfig({})
    assert.equal(config.publicUrl.href, 'http://127.0.0.1:8080/')
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.oauth, 'loopback')
    assert.equal(config.appPasswords, false)
    assert.equal(config.allowPrivateNetwork, false)
    assert.equal(config.serviceDid, 'did:web:localhost%3A8080')
  })

  it('reports every mistake at once, a sentence each', () => {
    const problems = problemsOf({
      PORT: '70000',
      PLC_URL: 'ftp://example.org',
      LOG_LEVEL: 'loud',
      APP_PASSWORDS: 'maybe',
    })
    assert.deepEqual(problems.map((problem) => problem.split(' ')[0]).sort(), [
      'APP_PASSWORDS',
      'LOG_LEVEL',
      'PLC_URL',
      'PORT',
    ])
    for (const problem of problems) assert.match(problem, /\.$/)
  })

  it('refuses what is only safe on a local network when PUBLIC_URL is public', () => {
    const unsafe = {
      PUBLIC_URL: 'https://panel.example.org',
      ALLOW_PRIVATE_NETWORK: 'true',
      PLC_URL: 'http://plc.example.org',
      RELAY_URL: 'ws://relay.example.org',
    }
    const problems = problemsOf(unsafe).join(' ')
    for (const name of ['ALLOW_PRIVATE_NETWORK', 'PLC_URL', 'RELAY_URL']) assert.match(problems, new RegExp(name))
    assert.match(problemsOf({ PUBLIC_URL: 'http://panel.example.org' }).join(' '), /https/)
  })

  it('sends backups only with a key, and over the internet only sealed by TLS', () => {
    const store = { BACKUP_S3_URL: 'https://s3.example.org/safe', BACKUP_S3_KEY_ID: 'id', BACKUP_S3_SECRET: 'secret' }
    assert.deepEqual(readConfig(store).backups.store, {
      ...{ url: 'https://s3.example.org/safe', region: 'us-east-1', keyId: 'id', secret: 'secret', prefix: 'skypanel' },
    })
    for (const [change, named] of [
      [{ BACKUP_S3_SECRET: '' }, /BACKUP_S3_URL needs/],
      [{ BACKUP_S3_URL: 'http://s3.example.org/safe' }, /BACKUP_S3_URL must be encrypted/],
      [{ BACKUP_S3_URL: 'https://id:secret@s3.example.org/safe' }, /BACKUP_S3_URL must have no key/],
      [{ BACKUP_S3_URL: 'https://s3.example.org/safe?x=1' }, /BACKUP_S3_URL must have no key/],
      [{ BACKUP_S3_PREFIX: '../other' }, /BACKUP_S3_PREFIX must be a folder/],
      [{ BACKUP_S3_REGION: 'Frankfurt am Main' }, /BACKUP_S3_REGION must be/],
    ] as const)
      assert.match(problemsOf({ ...store, ...change }).join(' '), named)
    assert.deepEqual(problemsOf({ ...store, BACKUP_S3_URL: 'http://nas.lan:9000/safe' }), [])
  })

  it('refuses plain addresses on loopback as well until they are allowed', () => {
    assert.match(problemsOf({ PLC_URL: 'http://127.0.0.1:2582' }).join(' '), /PLC_URL.*ALLOW_PRIVATE_NETWORK/)
    assert.deepEqual(problemsOf({ PLC_URL: 'http://127.0.0.1:2582', ALLOW_PRIVATE_NETWORK: 'true' }), [])
  })

  it('offers app passwords only where OAuth cannot work', () => {
    const lan = readConfig({ PUBLIC_URL: 'http://192.168.1.20:8080' })
    assert.equal(lan.oauth, 'none')
    assert.equal(lan.appPasswords, true)
    assert.equal(readConfig({ PUBLIC_URL: 'https://panel.example.org' }).oauth, 'confidential')
  })

  it('reads skypanel.toml, lets the environment win, and names unknown settings', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'skypanel-config-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'skypanel.toml')
    writeFileSync(file, 'port = 9000\nlog_level = "warn"\n')
    assert.equal(readConfig({ SKYPANEL_CONFIG: file }).port, 9000)
    assert.equal(readConfig({ SKYPANEL_CONFIG: file, PORT: '9001' }).port, 9001)
    writeFileSync(file, 'prot = 9000\n')
    assert.deepEqual(problemsOf({ SKYPANEL_CONFIG: file }), ['Unknown setting: prot.'])
    writeFileSync(file, 'port = \n')
    assert.match(problemsOf({ SKYPANEL_CONFIG: file }).join(), /not valid TOML/)
    assert.match(problemsOf({ SKYPANEL_CONFIG: join(folder, 'none.toml') }).join(), /does not exist/)
  })
})

describe('docs/configuration.md', () => {
  it('names every setting', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
    const documented = [...page.matchAll(/^\| `([A-Z0-9_]+)` +\|/gm)].map((match) => match[1])
    assert.deepEqual(documented, Object.keys(settingsSchema.shape))
  })
})
