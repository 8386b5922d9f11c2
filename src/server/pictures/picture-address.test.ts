import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { createPictureAddress, readPictureAddress } from './picture-address.ts'
import { readAddress, signAddress } from './sign-address.ts'

const key = randomBytes(32)
const rules = { imageProxy: true, imageOrigins: ['https://cdn.example', 'http://localhost:2584'] }
const address = createPictureAddress(rules, key)
const read = (path: string) => readPictureAddress(rules, key, path)

const urls = [
  'https://cdn.example/img/avatar/plain/did:plc:abc/bafy@jpeg',
  'https://cdn.example/a%20b/%E3%81%82?w=1&h=2#x',
  'https://cdn.example/a//b/%2e%2e/c',
  'http://localhost:2584/img/banner/plain/did:web:x%3A80/bafy',
]
for (const url of urls) {
  test(`finds its way back to ${url}`, () => {
    const path = address(url, 'thumb') ?? ''
    assert.match(path, /^\/img\/[\w-]{12}\/thumb\/[^?#]+$/)
    // As a browser and our listener read it.
    assert.deepEqual(read(new URL(path, 'https://panel.example').pathname), { url, preset: 'thumb' })
  })
}

test('is the same for the same picture, so that caches know it', () => {
  assert.equal(address(urls[0] ?? '', 'thumb'), createPictureAddress(rules, key)(urls[0] ?? '', 'thumb'))
})

test('without the proxy a picture stays where it is', () => {
  const plain = createPictureAddress({ ...rules, imageProxy: false }, key)
  assert.equal(plain('https://cdn.example/x', 'full'), 'https://cdn.example/x')
  assert.equal(plain('https://elsewhere.example/x', 'full'), undefined)
})

test('is made for hosts that pictures may come from, and for no other', () => {
  for (const url of [
    'https://evil.example/x',
    'https://cdn.example.evil.example/x',
    'http://cdn.example/x',
    'nothing',
  ]) {
    assert.equal(address(url, 'thumb'), undefined, url)
  }
})

test('is ours or nothing', () => {
  const path = address(urls[0] ?? '', 'thumb') ?? ''
  const [, , signature = ''] = path.split('/')
  const others = [
    path.replace('cdn.example', 'cdn.evil'),
    path.replace('bafy', 'bafz'),
    path.replace('thumb', 'huge'),
    path.replace('/img/', '/video/'),
    path.replace(signature, 'AAAAAAAAAAAA'),
    path.replace(signature, ''),
    path.replace('@jpeg', '%FF'),
    createPictureAddress(rules, randomBytes(32))(urls[0] ?? '', 'thumb') ?? '',
    signAddress(key, 'video', 'thumb', 'cdn.example/x').replace('/video/', '/img/'),
    '/img/',
    '/img/x',
  ]
  for (const other of others) assert.equal(read(other), undefined, other)
  assert.equal(readAddress(key, 'hls', path), undefined)
})

test('ends with the hosts that it was made for', () => {
  const path = address(urls[0] ?? '', 'thumb') ?? ''
  assert.equal(readPictureAddress({ imageOrigins: ['https://other.example'] }, key, path), undefined)
})
