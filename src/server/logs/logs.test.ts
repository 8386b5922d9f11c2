import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { followLogs } from './follow-logs.ts'
import { readLogLine } from './log-entry.ts'
import { type LoggedProcess, logFilesOf, openLogFile } from './log-file.ts'
import { type LogFilter, readLogs } from './read-logs.ts'
import { scrubSecrets } from './scrub-secrets.ts'

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-logs-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

function lineOf(name: LoggedProcess, time: number, msg: string, level = 30): string {
  return `${JSON.stringify({ level, time, pid: 1, name, msg })}\n`
}

describe('log files', () => {
  it('stay within their bytes, and lose the oldest lines first', async (t) => {
    const folder = makeFolder(t)
    const file = openLogFile(folder, 'web', 30_000)
    for (let at = 1; at <= 1000; at++) file.write(lineOf('web', at, `line ${at}`))
    const sizes = logFilesOf(folder, 'web').map((path) => statSync(path).size)
    assert.equal(sizes.length, 3)
    assert(sizes.every((size) => size <= 10_000))
    const read = await readLogs(folder, {}, 5000)
    assert.equal(read[0]?.message, 'line 1000')
    assert(read.length > 300 && read.length < 1000)
    assert.deepEqual(
      read.map(({ at }) => at),
      Array.from({ length: read.length }, (_, index) => 1000 - index),
    )
    assert.equal(statSync(logFilesOf(folder, 'web')[0] ?? '').mode & 0o777, 0o600)
  })

  it('cost nobody anything when they cannot be written', () => {
    openLogFile('/dev/null', 'web', 1000).write('a line\n')
  })

  it('are read newest first across processes, by level, process, words and time', async (t) => {
    const folder = makeFolder(t)
    const [web, stream] = [openLogFile(folder, 'web', 1e6), openLogFile(folder, 'stream', 1e6)]
    web.write(lineOf('web', 1, 'listening'))
    stream.write(lineOf('stream', 2, 'firehose ended', 40))
    web.write(lineOf('web', 3, 'request failed', 50))
    stream.write(lineOf('stream', 4, 'Firehose connected'))
    appendFileSync(logFilesOf(folder, 'web')[0] ?? '', '{"level":30,"ti\nnonsense\n[]\n')
    const cases: [LogFilter, number[]][] = [
      [{}, [4, 3, 2, 1]],
      [{ level: 'warn' }, [3, 2]],
      [{ level: 'error' }, [3]],
      [{ process: 'stream' }, [4, 2]],
      [{ text: 'firehose' }, [4, 2]],
      [{ before: 3 }, [2, 1]],
      [{ process: 'supervisor' }, []],
    ]
    for (const [filter, times] of cases) {
      const read = await readLogs(folder, filter, 10)
      assert.deepEqual(
        read.map(({ at }) => at),
        times,
        JSON.stringify(filter),
      )
    }
    assert.equal((await readLogs(folder, {}, 2)).length, 2)
  })

  it('read lines that are longer than what is read at once', async (t) => {
    const folder = makeFolder(t)
    const file = openLogFile(folder, 'web', 1e7)
    for (const at of [1, 2, 3]) file.write(lineOf('web', at, String(at).repeat(150_000)))
    const read = await readLogs(folder, {}, 10)
    assert.deepEqual(
      read.map(({ at, message }) => [at, message.length]),
      [3, 2, 1].map((at) => [at, 150_000]),
    )
  })

  it('are followed over a turn of the file', async (t) => {
    const folder = makeFolder(t)
    const file = openLogFile(folder, 'web', 450)
    file.write(lineOf('web', 1, 'before'))
    const stop = new AbortController()
    const seen: string[] = []
    const following = followLogs(folder, {}, stop.signal)
    const first = following.next()
    for (let at = 2; at <= 5; at++) {
      file.write(lineOf('web', at, `line ${at}`))
      const { value } = at === 2 ? await first : await following.next()
      seen.push(value?.entry.message ?? '')
    }
    stop.abort()
    assert.equal((await following.next()).done, true)
    assert.deepEqual(seen, ['line 2', 'line 3', 'line 4', 'line 5'])
  })
})

describe('scrubSecrets', () => {
  const key = `sky_${'a'.repeat(20)}-${'B'.repeat(22)}`
  const secrets: [string, string, string][] = [
    ['an API key', `{"msg":"key ${key} refused"}`, key],
    ['a session cookie', `{"cookie":"skypanel-8080=${'x'.repeat(43)}"}`, 'x'.repeat(43)],
    ['a JWT', '{"msg":"got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"}', 'eyJzdWIiOiJ4In0'],
    ['an app password', '{"msg":"tried abcd-efgh-2345-wxyz"}', 'abcd-efgh-2345-wxyz'],
    ['a code of sign-in', '{"url":"/auth/callback?code=cod-0123456789abcdef&state=st4te"}', 'st4te'],
    ['a secret link', '{"url":"/f/birds?key=Zm9vYmFyYmF6"}', 'Zm9vYmFyYmF6'],
    ['a header', '{"headers":{"authorization":"Bearer short"}}', 'short'],
    ['a password', '{"body":{"password":"night\\"train"}}', 'night'],
    ['a passphrase', '{"BACKUP_PASSPHRASE":"correct horse battery"}', 'horse'],
    ['credentials of an address', '{"url":"https://marit:train@pds.example"}', 'train@'],
  ]
  for (const [what, line, secret] of secrets) {
    it(`takes out ${what} and leaves a line of JSON`, () => {
      const safe = scrubSecrets(line)
      assert(!safe.includes(secret), safe)
      JSON.parse(safe)
    })
  }

  it('leaves what people look for', () => {
    const lines = [
      '{"did":"did:plc:z72i7hdynmk6r22z27h6tvur","uri":"at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3jzfcijpj2z2a"}',
      '{"cid":"bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a"}',
      '{"url":"https://pds.example:2583/xrpc/com.atproto.repo.getRecord","msg":"keys of a feed"}',
    ]
    for (const line of lines) assert.equal(scrubSecrets(line), line)
  })
})

describe('readLogLine', () => {
  it('reads what pino writes, and nothing else', () => {
    const line =
      '{"level":50,"time":7,"pid":3,"name":"web","requestId":"r1","err":{"message":"no"},"msg":"page failed"}'
    assert.deepEqual(readLogLine(line), {
      at: 7,
      level: 'error',
      process: 'web',
      message: 'page failed',
      requestId: 'r1',
      facts: { err: { message: 'no' } },
    })
    for (const other of ['', 'null', '7', '{"msg":"x"}', '{"level":"30","time":1}'])
      assert.equal(readLogLine(other), undefined)
  })
})
