// Addresses → embeds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEmbedOptions } from './embed-options.ts'
import { embedAddress, writeSnippet } from './embed-snippet.ts'
import { embedPath, readEmbedTarget } from './embed-target.ts'

const base = new URL('https://sky.example')
const pathOf = (url: string) => {
  const target = readEmbedTarget(url, base)
  return target && embedPath(target)
}

test('finds the embed of a page, here or on bsky.app', () => {
  const pairs = {
    '/f/night': '/embed/f/night',
    'https://sky.example/f/night/?before=1': '/embed/f/night',
    'https://bsky.app/profile/Ines.test': '/embed/profile/ines.test',
    '/profile/did:plc:abc/post/3k': '/embed/profile/did:plc:abc/post/3k',
    '/profile/ines.test/lists/3k': '/embed/profile/ines.test/lists/3k',
    '/embed/profile/ines.test': '/embed/profile/ines.test',
  }
  for (const [url, path] of Object.entries(pairs)) assert.equal(pathOf(url), path, url)
})

test('knows nothing of other pages and other sites', () => {
  const others = [
    'https://evil.example/f/x',
    'https://bsky.app/f/x',
    '/settings',
    '/profile/a',
    '/f/..%2f',
    'javascript:1',
    '//evil.example/f/x',
    '/profile/%E0%A4/post/x',
    '/profile/a.test/post/%22',
    'http://[',
  ]
  for (const url of others) assert.equal(pathOf(url), undefined, url)
})

test('the code is HTML, whatever the title', () => {
  const target = readEmbedTarget('/f/night?key=s3', base)
  assert.ok(target)
  const address = embedAddress(target, readEmbedOptions(new URLSearchParams('theme=dark')), base)
  assert.equal(address, 'https://sky.example/embed/f/night?theme=dark&key=s3')
  const code = writeSnippet(address, '"><script>alert(1)</script>', { width: 480, height: 640, grows: true })
  assert.doesNotMatch(code, /<script|title=""/)
  assert.match(code, /width="480" height="640"/)
  assert.match(code, /onload="\{let c=new MessageChannel;[^"&]+\}"/)
  assert.doesNotMatch(writeSnippet(address, 'x', { width: undefined, height: 640, grows: false }), /onload/)
})
