// Every kind of embed, and what a hostile or newer AppView could send in its place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toEmbeds } from './to-embed.ts'

const none = () => undefined
const kinds = (view: unknown) =>
  toEmbeds(view, (record) => ({ kind: 'quote', post: gone(record.uri) })).map((e) => e.kind)
const gone = (uri: unknown) => ({ kind: 'gone', uri: String(uri), reason: 'not-found' }) as const
const cdn = 'https://cdn.example'
const cid = 'bafkreidtk7bkntiyhen3krla4l6mlhfrkrastwiymlfoklhokksyrv7gem'
const creator = { did: 'did:plc:abcdefghijklmnopqrstuvwx', handle: 'ana.example.net', displayName: 'Ana' }

function images(...ratios: unknown[]) {
  const of = (aspectRatio: unknown) => ({ thumb: `${cdn}/t`, fullsize: `${cdn}/f`, alt: 'words', aspectRatio })
  return { $type: 'app.bsky.embed.images#view', images: ratios.map(of) }
}

const shapes: [unknown, string][] = [
  [{ width: 500, height: 1000 }, 'tall'],
  [{ width: 600, height: 1000 }, 'upright'],
  [{ width: 900, height: 1000 }, 'square'],
  [{ width: 1250, height: 1000 }, 'wide'],
  [undefined, 'unknown'],
  [{ width: 0, height: 10 }, 'unknown'],
  [{ width: -4, height: 3 }, 'unknown'],
  [{ width: '4', height: '3' }, 'unknown'],
  [{ width: 1.5, height: 1 }, 'unknown'],
  [{ width: Number.NaN, height: Number.POSITIVE_INFINITY }, 'unknown'],
]
for (const [ratio, shape] of shapes) {
  test(`a picture of ${JSON.stringify(ratio)} is ${shape}`, () => {
    const [embed] = toEmbeds(images(ratio), none)
    assert.equal(embed?.kind === 'pictures' && embed.pictures[0]?.shape, shape)
  })
}

test('reads a gallery and keeps at most twenty pictures', () => {
  const image = {
    $type: 'app.bsky.embed.gallery#viewImage',
    thumbnail: `${cdn}/t`,
    fullsize: `${cdn}/f`,
    alt: '',
    aspectRatio: { width: 4, height: 3 },
  }
  const items = [...Array(30).fill(image), { $type: 'app.bsky.embed.gallery#viewHologram' }]
  const [embed] = toEmbeds({ $type: 'app.bsky.embed.gallery#view', items }, none)
  assert.equal(embed?.kind === 'pictures' && embed.pictures.length, 20)
})

test('reads a video', () => {
  const view = {
    $type: 'app.bsky.embed.video#view',
    cid,
    playlist: `${cdn}/playlist.m3u8`,
    thumbnail: `${cdn}/p.jpg`,
    alt: 'A wave',
    aspectRatio: { width: 16, height: 9 },
    presentation: 'gif',
  }
  const file = { $type: 'blob', ref: { $link: cid }, mimeType: 'text/vtt', size: 9 }
  const listed = [{ lang: 'de', file }, { lang: 'de', file }, { lang: '<b>', file }, { lang: 'fr', file: {} }, null]
  assert.deepEqual(toEmbeds(view, none, { did: creator.did, embed: { captions: listed } }), [
    {
      kind: 'video',
      playlist: `${cdn}/playlist.m3u8`,
      file: { did: creator.did, cid },
      captions: [{ lang: 'de', language: 'Deutsch', blob: { did: creator.did, cid } }],
      poster: `${cdn}/p.jpg`,
      alt: 'A wave',
      isGif: true,
      shape: 'wide',
      width: 16,
      height: 9,
    },
  ])
})

test('reads a link, whose title may be missing', () => {
  const external = {
    uri: 'https://www.example.net/a',
    title: ' ',
    description: 'b\u0000c',
    thumb: 'file:///etc/passwd',
  }
  assert.deepEqual(toEmbeds({ $type: 'app.bsky.embed.external#view', external }, none), [
    {
      kind: 'link',
      href: 'https://www.example.net/a',
      host: 'example.net',
      title: 'example.net',
      description: 'bc',
      thumb: undefined,
    },
  ])
})

test('knows a moving picture by its address', () => {
  const external = {
    uri: 'https://media.tenor.com/abc/wave.gif?hh=280&ww=498',
    title: 'wave',
    description: 'ALT: A wave',
    thumb: `${cdn}/t`,
  }
  const read = (uri: string) => {
    const [link] = toEmbeds({ $type: 'app.bsky.embed.external#view', external: { ...external, uri } }, none)
    return link?.kind === 'link' ? link.gif : undefined
  }
  assert.deepEqual(read(external.uri), { alt: 'A wave', shape: 'wide', width: 498, height: 280 })
  assert.deepEqual(read('https://static.klipy.com/x.gif'), { alt: 'A wave', shape: 'unknown' })
  for (const uri of [
    'https://tenor.com/view/wave',
    'https://nottenor.com/a.gif',
    'https://tenor.com.evil.example/a.gif',
  ]) {
    assert.equal(read(uri), undefined, uri)
  }
})

test('a kind that the AppView does not know is seen in the record', () => {
  const source = { did: creator.did, embed: { $type: 'com.example.hologram' } }
  assert.deepEqual(toEmbeds(undefined, none, source), [{ kind: 'unknown' }])
  assert.deepEqual(toEmbeds(undefined, none, { embed: { $type: 'app.bsky.embed.images' } }), [])
})

const records: [string, Record<string, unknown>, string, string][] = [
  [
    'a feed',
    { $type: 'app.bsky.feed.defs#generatorView', uri: 'at://x/y/z', creator, displayName: 'Trains' },
    'Trains',
    '/profile/ana.example.net/feed/z',
  ],
  [
    'a list',
    { $type: 'app.bsky.graph.defs#listView', uri: 'at://x/y/z', creator, name: 'People' },
    'People',
    '/profile/ana.example.net/lists/z',
  ],
  [
    'a labeler',
    { $type: 'app.bsky.labeler.defs#labelerView', uri: 'at://x/y/z', creator },
    'Ana',
    '/profile/ana.example.net/labeler',
  ],
  [
    'a starter pack',
    { $type: 'app.bsky.graph.defs#starterPackViewBasic', uri: 'at://x/y/z', creator, record: { name: 'Start' } },
    'Start',
    '/starter-pack/ana.example.net/z',
  ],
]
for (const [name, record, title, href] of records) {
  test(`makes a card of ${name}`, () => {
    const [embed] = toEmbeds({ $type: 'app.bsky.embed.record#view', record }, none)
    assert.ok(embed?.kind === 'card')
    assert.deepEqual([embed.title, embed.href, embed.isForSignedIn], [title, href, false])
  })
}

test('a record with media is the media, then the quote', () => {
  const record = { record: { $type: 'app.bsky.embed.record#viewNotFound', uri: 'at://x/y/z', notFound: true } }
  const view = { $type: 'app.bsky.embed.recordWithMedia#view', media: images({ width: 4, height: 3 }), record }
  assert.deepEqual(kinds(view), ['pictures', 'quote'])
})

const nonsense: [string, unknown, string[]][] = [
  ['nothing', undefined, []],
  ['text', 'embed', []],
  ['a list', [], []],
  ['a kind of the future', { $type: 'app.bsky.embed.hologram#view' }, ['unknown']],
  ['no kind', {}, ['unknown']],
  ['pictures that are none', { $type: 'app.bsky.embed.images#view', images: [null, 3, {}] }, ['unknown']],
  ['a script as picture', { $type: 'app.bsky.embed.images#view', images: [{ thumb: 'javascript:x' }] }, ['unknown']],
  ['no list of pictures', { $type: 'app.bsky.embed.images#view', images: { length: 9 } }, ['unknown']],
  ['a video from a file', { $type: 'app.bsky.embed.video#view', playlist: 'file:///x' }, ['unknown']],
  ['a link to a script', { $type: 'app.bsky.embed.external#view', external: { uri: 'javascript:x' } }, ['unknown']],
  ['no link', { $type: 'app.bsky.embed.external#view' }, ['unknown']],
  ['no record', { $type: 'app.bsky.embed.record#view' }, ['unknown']],
  [
    'a feed of nobody',
    { $type: 'app.bsky.embed.record#view', record: { $type: 'app.bsky.feed.defs#generatorView' } },
    ['unknown'],
  ],
  ['media and record missing', { $type: 'app.bsky.embed.recordWithMedia#view' }, ['unknown']],
]
for (const [name, view, expected] of nonsense) {
  test(`survives ${name}`, () => assert.deepEqual(kinds(view), expected))
}
