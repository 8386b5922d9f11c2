import assert from 'node:assert/strict'
import { test } from 'node:test'
import { returnPath } from './return-path.ts'

test('keeps paths of ours', () => {
  for (const path of ['/', '/profile/a.test/post/3k?x=1&y=//z', '/search?q=%C3%A9', '/f/night-trains']) {
    assert.equal(returnPath(path), path)
  }
})

test('sends everything else home', () => {
  const refused = [
    undefined,
    null,
    42,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\u0000',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    'profile/a.test',
    ' /x',
    '/sign-in?next=/x',
    '/auth/callback?code=x',
    `/${'x'.repeat(3000)}`,
  ]
  for (const path of refused) assert.equal(returnPath(path), '/', String(path))
})
