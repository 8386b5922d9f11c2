import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pino } from 'pino'
import { keepProcess } from './keep-process.ts'
import { readProcessFile, writeProcessFile } from './process-file.ts'

const log = pino({ level: 'silent' })
const pace = { deaths: 3, within: 600_000, first: 1, most: 5, young: 60_000, grace: 60_000 }

/** Runs a script until it is given up. */
async function giveUp(t: TestContext, script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'skypanel-keep-process-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'process.mjs')
  writeFileSync(file, script)
  let ends = 0
  const sentence = await new Promise<string>((resolve) => {
    const onEnd = (code: number | null) => {
      ends++
      if (code === 2) resolve('dealt with')
      return code === 2
    }
    keepProcess({ name: 'web', file, execArgv: [], env: {}, log, onMessage: () => {}, onEnd, onGiveUp: resolve, pace })
  })
  return { sentence, ends }
}

describe('a process that dies', () => {
  it('again and again is given up, with its last words', async (t) => {
    const script = "console.error('starting')\nthrow new Error('there is a hole in the bucket')"
    const { sentence, ends } = await giveUp(t, script)
    assert.equal(ends, 3)
    assert.match(sentence, /^web ended 3 times within 10 minutes, the last time with 1: it is not started again\./)
    assert.match(sentence, /Its last words:[\s\S]*Error: there is a hole in the bucket/)
  })

  it('of something that is dealt with is not started again', async (t) => {
    assert.deepEqual(await giveUp(t, 'process.exit(2)'), { sentence: 'dealt with', ends: 1 })
  })
})

describe('a process file', () => {
  it('names a process while it is alive, and no other of its number', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'skypanel-process-file-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'pid')
    assert.equal(readProcessFile(file), undefined)
    writeProcessFile(file, process.pid)
    assert.equal(readProcessFile(file), process.pid)
    for (const text of ['', '{}', 'null', '{"pid":-1}', '{"pid":1e99}', `{"pid":${process.pid},"started":"1"}`]) {
      writeFileSync(file, text)
      assert.equal(readProcessFile(file), undefined, text)
    }
  })
})
