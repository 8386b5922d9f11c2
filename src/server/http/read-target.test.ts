import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTarget } from './read-target.ts'

const publicUrl = new URL('http://127.0.0.1:8080/')

test('a target is a path of this box, however many slashes it begins with', () => {
  for (const target of ['/', '/f/x?before=1', '//', '///', '//evil.example/', '//x//evil.example/']) {
    assert.equal(readTarget(target, publicUrl)?.href, `http://127.0.0.1:8080${target}`)
  }
  assert.equal(readTarget('/a/../settings', publicUrl)?.pathname, '/settings')
})

test('other forms of a target are none', () => {
  for (const target of [undefined, '', '*', 'http://127.0.0.1:8080/', 'http://', '@evil.example/', ':1/']) {
    assert.equal(readTarget(target, publicUrl), undefined, target)
  }
})
