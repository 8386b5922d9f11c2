import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Lock, pruneLock } from './prune-lock.ts'

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
