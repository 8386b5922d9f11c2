import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFeeds } from './compile-feeds.ts'
import { listSearchNames, readSearch, replaceSearchNames } from './search-filters.ts'

const [did, other] = ['did:plc:abcdefghijklmnopqrstuvwx', 'did:plc:bbcdefghijklmnopqrstuvwx']
const post = (text: string, more: Partial<CandidatePost> = {}): CandidatePost => ({
  ...{ uri: `at://${did}/app.bsky.feed.post/a`, did, text, tags: [], langs: ['en'], createdAt: 0 },
  ...more,
})

function finds(query: string, candidate: CandidatePost): boolean {
  const definition = { version: 1 as const, sources: [{ type: 'search' as const, query }], filters: [] }
  return compileFeeds([{ feedId: 1, definition }]).match(candidate).length > 0
}

describe('a search as a source', () => {
  it('takes posts with all of its words, in any case and place, and none of those it leaves out', () => {
    assert.ok(finds('red boats', post('Boats, small and RED')))
    assert.ok(!finds('red boats', post('Boats')))
    assert.ok(finds('"red boats"', post('two red boats')))
    assert.ok(!finds('"red boats"', post('boats in red')))
    assert.ok(!finds('boats -sale', post('boats for sale')))
    assert.ok(finds('boats', post('', { alts: ['Two boats'] })))
    assert.ok(!finds('boat', post('boats')), 'whole words')
  })

  it('heeds its operators', () => {
    assert.ok(finds('#boats', post('', { tags: ['Boats'] })))
    assert.ok(!finds('#boats tag:tea', post('', { tags: ['boats'] })), 'all tags')
    assert.ok(finds(`boats from:${did}`, post('boats')))
    assert.ok(!finds(`boats from:${other}`, post('boats')))
    assert.ok(finds(`from:${other} from:${did}`, post('anything')), 'one of the authors')
    assert.ok(!finds('boats lang:pt', post('boats')))
    assert.ok(finds('boats lang:pt lang:en', post('boats')))
    assert.ok(finds('domain:example.org', post('x', { links: ['https://news.example.org/a'] })))
    assert.ok(!finds('boats media:true', post('boats')))
    assert.ok(finds('boats video:true', post('boats', { media: ['video'] })))
    const reply = { root: 'at://a/b/c', parent: 'at://a/b/c' }
    assert.ok(!finds('boats replies:none', post('boats', { reply })))
    assert.ok(finds('boats replies:only', post('boats', { reply })))
    assert.ok(!finds('boats', post('boats', { repost: { uri: 'x', did: other, createdAt: 0 } })), 'no reposts')
  })

  it('knows whom a post mentions, and when it was written', () => {
    const named = post('boats', { mentions: [other] })
    assert.ok(finds(`boats to:${other}`, named))
    assert.ok(!finds(`boats to:${did}`, named))
    assert.ok(finds(`boats -to:${did}`, named))
    assert.ok(finds(`boats mentions:${other}`, post('boats', { mentions: [other] })))
    assert.ok(!finds(`boats mentions:${other}`, post('boats')))
    const late = post('boats', { createdAt: Date.UTC(2026, 2, 1, 12) })
    assert.ok(finds('boats since:2026-03-01 until:2026-03-02', late))
    assert.ok(!finds('boats until:2026-03-01', late))
    assert.ok(!finds('boats since:2026-03-02', late))
  })

  it('says who is named, so that they can be looked up', () => {
    const query = 'boats from:Ines.test -to:@ada.test mentions:me from:did:plc:abcdefghijklmnopqrstuvwx "from:x.test"'
    assert.deepEqual(listSearchNames(query), ['Ines.test', '@ada.test', 'me'])
    assert.equal(
      replaceSearchNames(query, (name) => (name === 'me' ? undefined : other)),
      `boats from:${other} -to:${other} mentions:me from:did:plc:abcdefghijklmnopqrstuvwx "from:x.test"`,
    )
  })

  it('leaves to others what a post alone cannot answer, and what would take the whole network', () => {
    for (const query of [
      'boats since:yesterday',
      'boats from:ines',
      'boats thread:x',
      `to:${did}`,
      'since:2026-01-01',
      'lang:en',
      '-boats',
      '...',
    ]) {
      assert.equal(readSearch(query), undefined, query)
      assert.ok(!finds(query, post('boats')), query)
      assert.ok(finds(query, post('boats', { broughtBy: [`search:${query}`] })), query)
    }
  })

  it('reads anything', () => {
    for (const query of ['"', '-"', 'a:b:c', 'from:', '##', '\u0000', `${'x '.repeat(5000)}`, 'lang:"']) {
      readSearch(query)
      finds(query, post('x'))
    }
  })
})
