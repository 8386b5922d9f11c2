import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import manifest from '../package.json' with { type: 'json' }
import { describeRelease, type Lock, pruneLock } from './prune-lock.ts'

test('a lock file keeps what is needed, where it lies, for every platform', () => {
  const lock: Lock = {
    name: 'whole',
    version: '1.0.0',
    packages: {
      '': { dependencies: { a: '1', z: '1' } },
      'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { 'a-arm64': '1', absent: '1' } },
      'node_modules/a-arm64': { cpu: ['arm64'] },
      'node_modules/a/node_modules/b': { dependencies: { c: '1', a: '1' } },
      'node_modules/b': {},
      'node_modules/c': { peerDependencies: { d: '1' } },
      'node_modules/d': {},
      'node_modules/z': {},
    },
  }
  const own = { name: 'part', version: '2.0.0', license: 'MIT', engines: {}, dependencies: { a: '1' } }
  const { name, packages } = pruneLock(lock, own)
  assert.equal(name, 'part')
  assert.deepEqual(Object.keys(packages), [
    '',
    'node_modules/a',
    'node_modules/a-arm64',
    'node_modules/a/node_modules/b',
    'node_modules/c',
    'node_modules/d',
  ])
  assert.deepEqual(packages['']?.dependencies, { a: '1' })
})

test('the package.json of a release has all that its set-up reads', () => {
  const lock: Lock = { name: 'whole', version: '1', packages: { 'node_modules/node': { version: '22.1.0' } } }
  const release: Record<string, unknown> = describeRelease(manifest, lock, ['node'])
  const setup = readFileSync(new URL('setup.mjs', import.meta.url), 'utf8')
  const read = [...setup.matchAll(/manifest\.(\w+)/g)].map(([, name = '']) => name)
  assert.ok(read.includes('packageManager'))
  for (const name of read) assert.ok(release[name], name)
  assert.deepEqual(release.dependencies, { node: '22.1.0' })
})
