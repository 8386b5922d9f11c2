// The policy of every page, evaluated: what it lets in, and that nothing of it can be talked around.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Config } from '../config.ts'
import { securityHeaders } from './security-headers.ts'

const hosts = ['https://cdn.bsky.app', 'https://video.bsky.app']
const config = (more: Partial<Config> = {}) =>
  ({
    publicUrl: new URL('https://sky.example'),
    imageProxy: false,
    imageOrigins: hosts,
    allowPrivateNetwork: false,
    ...more,
  }) as Config

function policyOf(pathname: string, more?: Partial<Config>): Map<string, string[]> {
  const text = securityHeaders(config(more), pathname)['content-security-policy'] ?? ''
  const directives = text.split('; ').map((directive) => directive.split(' '))
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]))
}

for (const path of [
  '/',
  '/profile/x',
  '/sign-in',
  '/auth/start',
  '/settings',
  '/f/birds',
  '/embed/f/birds',
  '/img/x',
]) {
  for (const imageProxy of [true, false]) {
    test(`the policy of ${path}, ${imageProxy ? 'with' : 'without'} the proxy, holds`, () => {
      const policy = policyOf(path, { imageProxy })
      // What is not named is nothing: objects, frames, workers of elsewhere.
      assert.deepEqual(policy.get('default-src'), ["'none'"])
      assert.deepEqual(policy.get('base-uri'), ["'none'"])
      for (const name of ['script-src', 'style-src', 'font-src', 'manifest-src']) {
        assert.deepEqual(policy.get(name), ["'self'"], name)
      }
      for (const name of ['object-src', 'frame-src', 'worker-src', 'child-src', 'script-src-elem', 'script-src-attr']) {
        assert.ok(!policy.has(name), `${name} would loosen it`)
      }
      const all = [...policy].flatMap(([name, sources]) => sources.map((source) => `${name} ${source}`))
      const loose = all.filter((each) => /unsafe|\*|strict-dynamic|nonce|sha\d|\bhttp:/.test(each))
      assert.deepEqual(loose, /^\/(embed\/)?f\//.test(path) ? ['frame-ancestors *'] : [])
      assert.deepEqual(policy.get('img-src'), ["'self'", 'data:', ...(imageProxy ? [] : hosts)])
      assert.deepEqual(policy.get('connect-src'), ["'self'", ...(imageProxy ? [] : hosts)])
      assert.deepEqual(policy.get('media-src'), ["'self'", 'blob:', ...(imageProxy ? [] : hosts)])
    })
  }
}

test('the page that hands out embeds may show one of ours, and stands in no frame itself', () => {
  const policy = policyOf('/embed')
  assert.deepEqual([policy.get('frame-src'), policy.get('frame-ancestors')], [["'self'"], ["'none'"]])
})

test('forms lead elsewhere only where somebody signs in', () => {
  assert.deepEqual(policyOf('/profile/x').get('form-action'), ["'self'"])
  assert.deepEqual(policyOf('/settings').get('form-action'), ["'self'"])
  assert.deepEqual(policyOf('/sign-in').get('form-action'), ["'self'", 'https:'])
})

test('nobody frames a page but that of a public feed; https stays https', () => {
  const page = securityHeaders(config(), '/profile/x')
  assert.deepEqual(
    [page['x-frame-options'], page['cross-origin-opener-policy'], page['x-content-type-options']],
    ['DENY', 'same-origin', 'nosniff'],
  )
  assert.match(page['strict-transport-security'] ?? '', /max-age=\d{8}/)
  assert.equal(securityHeaders(config(), '/f/birds')['x-frame-options'], undefined)
})
