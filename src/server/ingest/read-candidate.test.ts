import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readCandidate } from './read-candidate.ts'

const base = { text: '', tags: [], langs: [], labels: [], reply: undefined, createdAt: 0 }
const quoted = 'at://did:plc:b/app.bsky.feed.post/1'
const read = (embed: unknown, facets?: unknown) => {
  const { media, alts, links, linkTitles, quote } = readCandidate('at://x', 'did:plc:a', { ...base, embed, facets })
  return { media, alts, links, linkTitles, quote }
}
const nothing = { media: [], alts: [], links: [], linkTitles: [], quote: undefined }
const images = { $type: 'app.bsky.embed.images', images: [{ alt: 'A moth' }, { alt: '' }] }
const record = { $type: 'app.bsky.embed.record', record: { uri: quoted, cid: 'c' } }
const card = (uri: string) => ({
  $type: 'app.bsky.embed.external',
  external: { uri, title: 'Title', description: 'Alt: waves' },
})

describe('readCandidate', () => {
  it('reads every embed of the lexicon', () => {
    assert.deepEqual(read(images), { ...nothing, media: ['image'], alts: ['A moth', ''] })
    const gallery = { $type: 'app.bsky.embed.gallery', items: [{ alt: 'one' }, {}] }
    assert.deepEqual(read(gallery), { ...nothing, media: ['image'], alts: ['one', ''] })
    assert.deepEqual(read({ $type: 'app.bsky.embed.video' }), { ...nothing, media: ['video'], alts: [''] })
    const gif = { $type: 'app.bsky.embed.video', presentation: 'gif', alt: 'dog' }
    assert.deepEqual(read(gif), { ...nothing, media: ['gif'], alts: ['dog'] })
    assert.deepEqual(read(card('https://Example.org/a')), {
      ...nothing,
      media: ['link'],
      links: ['https://example.org/a'],
      linkTitles: ['Title'],
    })
    const tenor = card('https://media.tenor.com/abc/wave.gif?hh=1')
    assert.deepEqual(read(tenor), { ...nothing, media: ['gif'], alts: ['waves'] })
    assert.deepEqual(read(record), { ...nothing, media: ['quote'], quote: quoted })
    const both = { $type: 'app.bsky.embed.recordWithMedia', record, media: images }
    assert.deepEqual(read(both), { ...nothing, media: ['quote', 'image'], alts: ['A moth', ''], quote: quoted })
  })

  it('reads links of the text', () => {
    const facets = [{ features: [{ uri: 'https://a.example' }, { tag: 'x' }] }, { features: [{ uri: 'javascript:1' }] }]
    assert.deepEqual(read(undefined, facets).links, ['https://a.example'])
  })

  it('takes nothing from what has another shape', () => {
    const list = { $type: 'app.bsky.embed.record', record: { uri: 'at://did:plc:b/app.bsky.graph.list/1' } }
    const odd = [null, 1, 'x', [], {}, { $type: 1 }, list, card('javascript:alert(1)'), card('x')]
    const types = ['images', 'gallery', 'video.x', 'external', 'record', 'recordWithMedia']
    const shapes = [undefined, null, 1, 'x', [], {}, { record: 1 }, { uri: 1 }]
    const made = types.flatMap((type) =>
      shapes.map((value) => ({
        $type: `app.bsky.embed.${type}`,
        images: value,
        items: value,
        external: value,
        record: value,
        media: value,
      })),
    )
    for (const embed of [...odd, ...made]) assert.deepEqual(read(embed, embed), nothing, JSON.stringify(embed))
    for (const facets of [1, {}, [1, null, {}, { features: 1 }, { features: [1, null, { uri: 1 }] }]]) {
      assert.deepEqual(read(undefined, facets), nothing)
    }
  })

  it('is bounded', () => {
    const many = { $type: 'app.bsky.embed.images', images: Array(100_000).fill({ alt: 'x'.repeat(100_000) }) }
    const { alts } = read(many)
    assert.deepEqual([alts?.length, alts?.[0]?.length], [20, 4000])
    assert.ok(
      (read(undefined, Array(100_000).fill({ features: Array(100).fill({ uri: 'https://a' }) })).links?.length ?? 0) <=
        2000,
    )
  })
})
