// The query of an embed: what it says, and that nothing it says gets through as it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEmbedOptions, writeEmbedOptions } from './embed-options.ts'

const read = (query: string) => readEmbedOptions(new URLSearchParams(query))
const usual = read('')

test('what makes no sense falls back', () => {
  assert.deepEqual(usual, { theme: 'auto', accent: { hue: 242, tint: 1 }, limit: 10, hasMedia: true, lang: 'en' })
  const hostile = [
    '"><script>',
    '-1',
    '1e99',
    '../..',
    'url(https://evil)',
    'constructor',
    '__proto__',
    '999-1',
    'NaN',
    '0x10',
    'a'.repeat(1e5),
  ]
  for (const value of hostile) {
    const query = new URLSearchParams({ theme: value, accent: value, limit: value, media: value, lang: value })
    assert.deepEqual(readEmbedOptions(query), usual, value.slice(0, 20))
  }
})

test('reads what is meant', () => {
  assert.deepEqual(read('theme=dark&limit=5&media=0&lang=pt-BR&accent=slate'), {
    theme: 'dark',
    accent: { hue: 242, tint: 0.15 },
    limit: 5,
    hasMedia: false,
    lang: 'pt',
  })
  assert.deepEqual([read('limit=0').limit, read('limit=31').limit], [1, 30])
})

test('takes hue and strength of a colour; grey has none', () => {
  assert.deepEqual(read('accent=%23ff0000').accent, { hue: 29, tint: 1 })
  assert.deepEqual(read('accent=00f').accent, { hue: 264, tint: 1 })
  assert.deepEqual(read('accent=808080').accent.tint, 0)
})

test('writes the shortest query that says the same', () => {
  for (const query of ['', 'theme=light', 'accent=rust', 'accent=29-100', 'limit=30', 'media=0', 'lang=ja']) {
    assert.equal(String(writeEmbedOptions(read(query))), query)
  }
  assert.equal(String(writeEmbedOptions(read('accent=%23ff0000'))), 'accent=29-100')
})
