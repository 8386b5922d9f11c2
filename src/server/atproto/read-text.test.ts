// Texts as the official library reads them, and counters that agree with it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RichText } from '@atproto/api'
import { countGraphemes } from '../../islands/count-graphemes.ts'
import { readText } from './read-text.ts'

/** Inputs of the tests of @atproto/api (rich-text.test.ts, rich-text-detection.test.ts), and scripts of all kinds. */
const texts = [
  ...['no mention', '@handle.com middle end', 'start @handle.com end', 'start middle @handle.com', '@handle.com'],
  ...[
    '@handle.com @handle.com @handle.com',
    '@full123-chars.test',
    'not@right',
    '@handle.com!@#$chars',
    '(@handle.com)',
  ],
  ...[
    '@handle.com\n@handle.com',
    'parenthetical (@handle.com)',
    '👨‍👩‍👧‍👧 @handle.com 👨‍👩‍👧‍👧',
    '@bad',
    '@.com',
    '@handle.test',
  ],
  ...[
    'start https://middle.com end',
    'start https://middle.com/foo/bar end',
    'start https://middle.com/foo/bar?baz=bux end',
  ],
  ...['start https://middle.com/foo/bar?baz=bux#hash end', 'https://start.com/foo/bar?baz=bux#hash middle end'],
  ...[
    'https://newline1.com\nhttps://newline2.com',
    '👨‍👩‍👧‍👧 https://middle.com 👨‍👩‍👧‍👧',
    'start middle.com end',
    'start middle.com/foo/bar end',
  ],
  ...[
    'start middle.com/foo/bar?baz=bux#hash end',
    'newline1.com\nnewline2.com',
    'a example.com/index.php php link',
    'a trailing bsky.app: colon',
  ],
  ...[
    'not.. a..url ..here',
    'e.g.',
    'something-cool.jpg',
    'website.com.jpg',
    'e.g./foo',
    'website.com.jpg/foo',
    'Classic article https://socket3.wordpress.com/2018/02/03/designing-windows-95s-user-interface/',
  ],
  ...[
    'Classic article https://socket3.wordpress.com/2018/02/03/designing-windows-95s-user-interface/ ',
    'https://foo.com https://bar.com/whatever https://baz.com',
  ],
  ...[
    'punctuation https://foo.com, https://bar.com/whatever; https://baz.com.',
    'parenthentical (https://foo.com)',
    'except for https://foo.com/thing_(cool)',
  ],
  ...[
    '#a',
    '#1',
    '#tag',
    '#1tag',
    '#tag1',
    '# tag',
    '#tag #tag',
    'body #thisisa64characterstring_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa #x',
    '#한국어 #日本語 #العربية',
    '＃全角',
  ],
  ...['', '   ', '\n\n\nstart', 'a\n\n\n\nb', 'a\n \u200B\n\n \nb\n\n\n\n\nc', 'end \n\n'],
  ...[
    'é',
    'e\u0301',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
    '👍🏽👩🏿‍🚀🏳️‍🌈🇳🇴🇸🇪',
    '🇳🇴🇸',
    '1️⃣#️⃣',
    '陶芸の写真をもっと見たいです。釉薬のこと',
    '한국어 각 한',
    'नमस्ते क्षत्रिय',
    'ก็ที่น้ำ',
  ],
  ...[
    'مرحبا بالعالم https://example.com/a/very/long/path/indeed',
    'שלום עולם',
    '\u200Fא\u200E',
    '\uD83D',
    'a\u200Db',
    '\r\n',
  ],
  ...[
    'http://a.example/',
    'https://user@host.example/p/a/t/h/i/s/l/o/n/g',
    'HTTPS://EXAMPLE.COM/ABCDEFGHIJKLMNOPQRS',
    'https://例え.jp/とても長いパスですね本当に',
    'x.com/(https://y.com/aaaaaaaaaaaaaaaaaaaaaaa)',
  ],
  ...[
    'https://',
    'https://a b',
    '(https://foo.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)',
    'https://foo.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!?',
    '$AAPL up',
  ],
]

test('finds what the library finds', () => {
  for (const typed of texts) {
    const [ours, theirs] = [
      readText(typed),
      new RichText({ text: typed.replace(/^(\s*\n)+/, '').trimEnd() }, { cleanNewlines: true }),
    ]
    theirs.detectFacetsWithoutResolution()
    const features = (text: RichText) => text.facets?.map((facet) => facet.features) ?? []
    assert.deepEqual(features(ours), features(theirs), typed)
  }
})

test('the counter in the browser agrees with the library', () => {
  for (const typed of texts) assert.equal(countGraphemes(typed), readText(typed).graphemeLength, JSON.stringify(typed))
})

test('links are shown short and lead where they led, facets count bytes', () => {
  const text = readText(
    'Żółć 👩‍👩‍👧 https://www.example.com/a/long/path/to/it?and=more, (https://a.example/) and b.com/aaaaaaaaaaaaaaaaaaaaaaa',
  )
  assert.equal(text.text, 'Żółć 👩‍👩‍👧 www.example.com/a/long/path/..., (a.example) and b.com/aaaaaaaaaaaaaaaaaaaaaaa')
  const found = text.facets?.map(({ index, features }) => [
    Buffer.from(text.text).subarray(index.byteStart, index.byteEnd).toString(),
    features[0] && 'uri' in features[0] && features[0].uri,
  ])
  assert.deepEqual(found, [
    ['www.example.com/a/long/path/...', 'https://www.example.com/a/long/path/to/it?and=more'],
    ['a.example', 'https://a.example/'],
    ['b.com/aaaaaaaaaaaaaaaaaaaaaaa', 'https://b.com/aaaaaaaaaaaaaaaaaaaaaaa'],
  ])
})
