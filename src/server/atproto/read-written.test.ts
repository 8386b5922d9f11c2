import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWritten } from './read-written.ts'

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const blob = (name: string) => ({
  $type: 'blob',
  ref: { $link: `bafkrei${name.padEnd(52, 'a')}` },
  size: 1,
  mimeType: '',
})
const cid = (name: string) => `bafkrei${name.padEnd(52, 'a')}`
const own = `at://${did}/app.bsky.feed.post/3kaaaaaaaaaaa`
const read = (more: object) => readWritten(did, { text: 'A pier', createdAt: '2026-01-01T00:00:00Z', ...more })

test('reads what a post says, with the whole address of a shortened link', () => {
  const text = 'See example.com/nights-in-... and @ines.test'
  const link = { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/nights-in-sleepers' }
  const found = read({
    text,
    facets: [{ index: { byteStart: 4, byteEnd: 29 }, features: [link] }],
    langs: ['nb', 'en'],
    labels: { values: [{ val: 'nudity' }, { val: '!hide' }] },
    reply: { root: { uri: own, cid: 'x' }, parent: { uri: own, cid: 'x' } },
  })
  assert.equal(found.text, 'See https://example.com/nights-in-sleepers and @ines.test')
  assert.deepEqual([found.langs, found.labels, found.reply, found.isWhole], [['nb', 'en'], ['nudity'], own, true])
})

test('reads pictures, a gallery, a video, cards and quotes', () => {
  const images = [
    { image: blob('b'), alt: 'One' },
    { image: blob('c'), alt: '' },
  ]
  const picture = (name: string, alt: string) => ({ kind: 'picture', cid: cid(name), alt, captions: [] })
  assert.deepEqual(read({ embed: { $type: 'app.bsky.embed.images', images } }).files, [
    picture('b', 'One'),
    picture('c', ''),
  ])
  const gallery = { $type: 'app.bsky.embed.gallery', items: images }
  const record = { $type: 'app.bsky.embed.record', record: { uri: own, cid: 'bafy' } }
  const both = read({ embed: { $type: 'app.bsky.embed.recordWithMedia', record, media: gallery } })
  assert.deepEqual([both.files.length, both.quote, both.card, both.isWhole], [2, own, undefined, true])
  const captions = [
    { lang: 'en', file: blob('d') },
    { lang: '<script>', file: blob('e') },
  ]
  const video = read({
    embed: { $type: 'app.bsky.embed.video', video: blob('f'), captions, alt: 'Sea', presentation: 'gif' },
  })
  assert.deepEqual(video.files, [{ kind: 'gif', cid: cid('f'), alt: 'Sea', captions: [{ cid: cid('d'), lang: 'en' }] }])
  assert.equal(video.isWhole, false)
  const external = { uri: 'https://example.com/', title: 'Nights', description: 'Sleepers', thumb: blob('b') }
  const card = read({ embed: { $type: 'app.bsky.embed.external', external } }).card
  assert.deepEqual(card, { url: 'https://example.com/', title: 'Nights', description: 'Sleepers', thumb: cid('b') })
  const feed = { uri: `at://${did}/app.bsky.feed.generator/night`, cid: 'bafy' }
  assert.deepEqual(read({ embed: { $type: 'app.bsky.embed.record', record: feed } }).card, {
    url: `https://bsky.app/profile/${did}/feed/night`,
    title: '',
    description: '',
    record: feed,
  })
})

const odd: [what: string, more: object][] = [
  ['an embed of another app', { embed: { $type: 'app.example.embed', a: 1 } }],
  ['pictures that are none', { embed: { $type: 'app.bsky.embed.images', images: [null, { image: 'x' }] } }],
  ['a video without a file', { embed: { $type: 'app.bsky.embed.video', video: 7 } }],
  ['a card without an address', { embed: { $type: 'app.bsky.embed.external', external: { title: 'x' } } }],
  ['a quote of nothing', { embed: { $type: 'app.bsky.embed.record', record: { uri: 3 } } }],
  ['tags beside the text', { tags: ['night'] }],
]
for (const [what, more] of odd) {
  test(`${what}: the words come, and it is said that something does not`, () => {
    const found = read(more)
    assert.deepEqual([found.text, found.files, found.card], ['A pier', [], undefined])
    assert.equal(found.isWhole, false)
  })
}

test('takes no more pictures than a post has', () => {
  const images = Array.from({ length: 12 }, () => ({ image: blob('b'), alt: '' }))
  const found = read({ embed: { $type: 'app.bsky.embed.gallery', items: images } })
  assert.deepEqual([found.files.length, found.isWhole], [10, false])
})
