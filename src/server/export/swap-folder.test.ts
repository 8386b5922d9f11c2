// A folder that is replaced: only ours, whole or not at all.
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { marker, NotOurs, swapFolder } from './swap-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'skypanel-swap-'))
after(() => rmSync(root, { recursive: true, force: true }))
const write = (text: string) => async (folder: string) => writeFileSync(join(folder, 'index.html'), text)
const read = (folder: string) => readFileSync(join(folder, 'index.html'), 'utf8')

test('a new one, an empty one and one of ours are written; nothing is left beside them', async () => {
  const parent = join(root, 'fine')
  mkdirSync(join(parent, 'empty'), { recursive: true })
  for (const name of ['new', 'empty', 'new']) {
    await swapFolder(join(parent, name), write(name))
    assert.equal(read(join(parent, name)), name)
  }
  await swapFolder(join(parent, 'new'), async (folder) => writeFileSync(join(folder, 'other.html'), 'x'))
  assert.deepEqual(readdirSync(join(parent, 'new')).sort(), [marker, 'other.html'])
  assert.deepEqual(readdirSync(parent).sort(), ['empty', 'new'])
})

test('what is not ours stays as it is', async () => {
  const parent = join(root, 'theirs')
  mkdirSync(join(parent, 'photos'), { recursive: true })
  writeFileSync(join(parent, 'photos', 'cat.jpg'), 'cat')
  writeFileSync(join(parent, 'file'), 'file')
  symlinkSync(join(parent, 'photos'), join(parent, 'link'))
  for (const name of ['photos', 'file', 'link', '.'])
    await assert.rejects(swapFolder(join(parent, name), write('x')), NotOurs)
  assert.equal(readFileSync(join(parent, 'photos', 'cat.jpg'), 'utf8'), 'cat')
  assert.deepEqual(readdirSync(parent).sort(), ['file', 'link', 'photos'])
})

test('what goes wrong half way leaves the old one', async () => {
  const folder = join(root, 'half')
  await swapFolder(folder, write('old'))
  const failing = swapFolder(folder, async (fresh) => {
    writeFileSync(join(fresh, 'index.html'), 'half')
    throw new Error('full')
  })
  await assert.rejects(failing, /full/)
  assert.equal(read(folder), 'old')
  assert.ok(!readdirSync(root).some((name) => name.startsWith('.half')))
})

test('a folder that somebody else fills meanwhile is theirs', async () => {
  const folder = join(root, 'meanwhile')
  const racing = swapFolder(folder, async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine'), 'mine')
  })
  await assert.rejects(racing, NotOurs)
  assert.ok(existsSync(join(folder, 'mine')))
})
