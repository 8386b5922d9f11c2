// Facets as the network sends them: right ones cut at the right byte, wrong ones dropped without losing text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toSegments } from './to-segments.ts'

const bytes = (text: string) => Buffer.byteLength(text)
const plain = (text: string, facets: unknown) =>
  toSegments(text, facets)
    .map((segment) => segment.text)
    .join('')

function facet(text: string, part: string, feature: object) {
  const start = bytes(text.slice(0, text.indexOf(part)))
  return { index: { byteStart: start, byteEnd: start + bytes(part) }, features: [feature] }
}
const link = (uri: unknown) => ({ $type: 'app.bsky.richtext.facet#link', uri })
const tag = (value: unknown) => ({ $type: 'app.bsky.richtext.facet#tag', tag: value })
const mention = (did: unknown) => ({ $type: 'app.bsky.richtext.facet#mention', did })

test('cuts by UTF-8 byte offset', () => {
  const text = '👩‍👩‍👧 שלום @ana.example.net und #Grüße, 終電 https://example.net/a'
  const facets = [
    facet(text, 'https://example.net/a', link('https://example.net/a')),
    facet(text, '@ana.example.net', mention('did:plc:abcdefghijklmnopqrstuvwx')),
    facet(text, '#Grüße', tag('Grüße')),
  ]
  assert.deepEqual(toSegments(text, facets), [
    { kind: 'text', text: '👩‍👩‍👧 שלום ' },
    { kind: 'mention', text: '@ana.example.net', href: '/profile/did:plc:abcdefghijklmnopqrstuvwx' },
    { kind: 'text', text: ' und ' },
    { kind: 'tag', text: '#Grüße', href: '/hashtag/Gr%C3%BC%C3%9Fe' },
    { kind: 'text', text: ', 終電 ' },
    { kind: 'link', text: 'https://example.net/a', href: 'https://example.net/a' },
  ])
})

const text = 'é is two bytes'
const dropped: [string, unknown][] = [
  ['no list', 'facets'],
  ['null', [null]],
  ['no index', [{ features: [tag('a')] }]],
  ['empty', [{ index: { byteStart: 3, byteEnd: 3 }, features: [tag('a')] }]],
  ['reversed', [{ index: { byteStart: 5, byteEnd: 3 }, features: [tag('a')] }]],
  ['negative', [{ index: { byteStart: -1, byteEnd: 3 }, features: [tag('a')] }]],
  ['beyond the end', [{ index: { byteStart: 0, byteEnd: 999 }, features: [tag('a')] }]],
  ['inside a character', [{ index: { byteStart: 1, byteEnd: 5 }, features: [tag('a')] }]],
  ['ends inside a character', [{ index: { byteStart: 0, byteEnd: 1 }, features: [tag('a')] }]],
  ['fractions', [{ index: { byteStart: 0.5, byteEnd: 4 }, features: [tag('a')] }]],
  ['strings', [{ index: { byteStart: '0', byteEnd: '4' }, features: [tag('a')] }]],
  ['unknown feature', [{ index: { byteStart: 3, byteEnd: 5 }, features: [{ $type: 'net.example#bold' }] }]],
  ['no features', [{ index: { byteStart: 3, byteEnd: 5 } }]],
  ['script link', [{ index: { byteStart: 3, byteEnd: 5 }, features: [link('javascript:alert(1)')] }]],
  ['data link', [{ index: { byteStart: 3, byteEnd: 5 }, features: [link('data:text/html,x')] }]],
  ['relative link', [{ index: { byteStart: 3, byteEnd: 5 }, features: [link('/sign-out')] }]],
  ['no link', [{ index: { byteStart: 3, byteEnd: 5 }, features: [link(5)] }]],
  ['no DID', [{ index: { byteStart: 3, byteEnd: 5 }, features: [mention('../../sign-out')] }]],
  ['white space in a tag', [{ index: { byteStart: 3, byteEnd: 5 }, features: [tag('a b')] }]],
  ['nothing but # in a tag', [{ index: { byteStart: 3, byteEnd: 5 }, features: [tag('##')] }]],
  ['lone surrogate in a tag', [{ index: { byteStart: 3, byteEnd: 5 }, features: [tag('\ud800')] }]],
]
for (const [name, facets] of dropped) {
  test(`drops a facet: ${name}`, () => assert.deepEqual(toSegments(text, facets), [{ kind: 'text', text }]))
}

test('the first of two overlapping facets wins and no text is lost or doubled', () => {
  const facets = [
    { index: { byteStart: 6, byteEnd: 12 }, features: [tag('late')] },
    { index: { byteStart: 3, byteEnd: 9 }, features: [tag('early')] },
  ]
  const segments = toSegments(text, facets)
  assert.equal(segments.map((part) => part.text).join(''), text)
  assert.deepEqual(
    segments.filter((part) => part.kind === 'tag').map((part) => part.href),
    ['/hashtag/early'],
  )
})

test('takes the first feature that means something', () => {
  const features = [{ $type: 'net.example#x' }, link('ftp://example.net'), tag('x')]
  const [segment] = toSegments('abc', [{ index: { byteStart: 0, byteEnd: 3 }, features }])
  assert.equal(segment?.kind, 'tag')
})

const misleading: [string, string, string | undefined][] = [
  ['example.net/page', 'https://example.net/page', undefined],
  ['www.example.net', 'https://example.net/', undefined],
  ['EXAMPLE.net', 'https://www.example.net/', undefined],
  ['read on', 'https://example.net/', undefined],
  ['example.net/a.html', 'https://example.net/a.html', undefined],
  ['bücher.example', 'https://xn--bcher-kva.example/', undefined],
  ['google.com', 'https://google.co/', 'google.co'],
  ['https://bank.example', 'https://evil.example/', 'evil.example'],
  ['bank.example', 'https://bank.example@evil.example:8443/', 'evil.example:8443'],
  ['bank。example', 'https://evil.example/', 'evil.example'],
  ['bank\u200b.example', 'https://evil.example/', 'evil.example'],
  ['bаnk.example', 'https://bank.example/', 'bank.example'],
  ['bank.example.evil.test', 'https://bank.example/', 'bank.example'],
]
for (const [label, href, host] of misleading) {
  test(`a link to ${href} that says ${label} ${host ? 'names its host' : 'stays as it is'}`, () => {
    const [segment] = toSegments(label, [facet(label, label, link(href))])
    assert.equal(segment?.kind === 'link' ? segment.host : 'no link', host)
  })
}

test('a link reads as it is written, without direction controls', () => {
  const label = '\u202eelpmaxe.knab\u202c'
  const [segment] = toSegments(label, [facet(label, label, link('https://evil.example/'))])
  assert.deepEqual(segment, { kind: 'link', text: 'elpmaxe.knab', href: 'https://evil.example/', host: 'evil.example' })
})

test('tames text: controls, towers of marks, heaps of empty lines', () => {
  assert.equal(plain('a\u0000b\u001bc\r\nd', undefined), 'abc\nd')
  assert.equal(plain(`e${'\u0301'.repeat(500)}`, undefined), `e${'\u0301'.repeat(4)}`)
  assert.equal(plain('a\n\n\n\n\n\nb', undefined), 'a\n\nb')
})

test('survives lone surrogates and ten thousand facets', () => {
  assert.equal(plain('a\ud800b', undefined).length, 3)
  const facets = Array.from({ length: 10_000 }, (_, at) => ({
    index: { byteStart: at, byteEnd: at + 1 },
    features: [tag('x')],
  }))
  assert.equal(plain('x'.repeat(10_000), facets).length, 10_000)
})
