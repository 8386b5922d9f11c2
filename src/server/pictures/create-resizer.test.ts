import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createResizer } from './create-resizer.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-resizer-'))
after(() => rmSync(folder, { recursive: true }))

/** Stands for the process that decodes: it does what the source of a job tells it. */
const entry = join(folder, 'obedient.mjs')
writeFileSync(
  entry,
  `process.on('disconnect', () => process.exit(0))
   process.on('message', ({ id, source }) => {
     if (source === 'crash') process.kill(process.pid, 'SIGKILL')
     else if (source !== 'hang') process.send({ id, outcome: source })
   })`,
)
const job = (source: string) => ({ source, target: '', width: 1, format: 'webp' as const })

test('answers as the process does', async (t) => {
  const resizer = createResizer(entry)
  t.after(resizer.close)
  assert.deepEqual(await Promise.all(['done', 'unsupported', 'broken'].map((source) => resizer.resize(job(source)))), [
    'done',
    'unsupported',
    'broken',
  ])
})

test('a picture that kills the process is broken, and the next one is made', async (t) => {
  const resizer = createResizer(entry)
  t.after(resizer.close)
  assert.equal(await resizer.resize(job('crash')), 'broken')
  assert.equal(await resizer.resize(job('done')), 'done')
})

test('a picture that takes too long is broken', async (t) => {
  const resizer = createResizer(entry, 300)
  t.after(resizer.close)
  assert.equal(await resizer.resize(job('hang')), 'broken')
})

test('a process that cannot start leaves pictures broken', async (t) => {
  const resizer = createResizer(join(folder, 'nothing.mjs'))
  t.after(resizer.close)
  assert.equal(await resizer.resize(job('done')), 'broken')
})
