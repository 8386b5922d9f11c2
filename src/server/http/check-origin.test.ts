import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import { checkOrigin } from './check-origin.ts'

const config = { publicUrl: new URL('https://sky.example:8443/') }
const ours: IncomingHttpHeaders = { origin: 'https://sky.example:8443' }
const form: IncomingHttpHeaders = {
  ...ours,
  'content-type': 'application/x-www-form-urlencoded',
  'content-length': '9',
}
const status = (method: string, headers: IncomingHttpHeaders) => checkOrigin({ method, headers }, config)?.status

test('lets everybody read', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    assert.equal(status(method, {}), undefined)
    assert.equal(status(method, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }), undefined)
  }
})

test('takes what our pages send', () => {
  for (const type of [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'Application/JSON; charset=utf-8',
  ]) {
    assert.equal(status('POST', { ...form, 'content-type': type }), undefined, type)
  }
  assert.equal(status('POST', { ...form, 'sec-fetch-site': 'same-origin' }), undefined)
  assert.equal(status('POST', { ...form, 'sec-fetch-site': 'none' }), undefined)
  assert.equal(status('DELETE', ours), undefined)
  assert.equal(status('POST', { ...ours, 'content-length': '0' }), undefined)
})

test('refuses other origins and none, for every method that is not safe', () => {
  const { origin: _, ...bare } = form
  const origins = [
    'null',
    '',
    'https://evil.example',
    'http://sky.example:8443',
    'https://sky.example',
    'https://sky.example:8443.evil.example',
    'https://evil.example, https://sky.example:8443',
    'https://sky.example:8443/',
  ]
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'post']) {
    assert.equal(status(method, bare), 403)
    for (const origin of origins) assert.equal(status(method, { ...form, origin }), 403, `${method} ${origin}`)
  }
})

test('believes Fetch Metadata over Origin when they differ', () => {
  for (const site of ['cross-site', 'same-site', 'SAME-ORIGIN', '']) {
    assert.equal(status('POST', { ...form, 'sec-fetch-site': site }), 403, site)
  }
})

test('refuses bodies that no form of ours sends', () => {
  for (const type of ['text/plain', 'text/plain; charset=utf-8', 'application/jsonp', 'image/png', '']) {
    assert.equal(status('POST', { ...form, 'content-type': type }), 403, type)
  }
  const { 'content-type': _, ...untyped } = form
  assert.equal(status('POST', untyped), 403)
  assert.equal(status('POST', { ...ours, 'transfer-encoding': 'chunked' }), 411)
})

test('bounds the body', () => {
  assert.equal(status('POST', { ...form, 'content-length': '1048576' }), undefined)
  assert.equal(status('POST', { ...form, 'content-length': '1048577' }), 413)
  assert.equal(status('POST', { ...form, 'content-length': 'x' }), 413)
})

test('holds the WebSocket handshake to the same origin', () => {
  const upgrade = { upgrade: 'websocket', connection: 'Upgrade' }
  assert.equal(status('GET', { ...ours, ...upgrade }), undefined)
  assert.equal(status('GET', upgrade), 403)
  assert.equal(status('GET', { ...upgrade, origin: 'https://evil.example' }), 403)
  assert.equal(status('GET', { ...upgrade, origin: 'null', 'sec-fetch-site': 'same-origin' }), 403)
})

test('holds a form with an Upgrade header to the bounds of a form', () => {
  const upgrade = { ...form, upgrade: 'h2c' }
  assert.equal(status('POST', { ...upgrade, 'content-length': '1048577' }), 413)
  assert.equal(status('POST', { ...upgrade, 'transfer-encoding': 'chunked' }), 411)
  assert.equal(status('POST', { ...upgrade, 'sec-fetch-site': 'cross-site' }), 403)
})
