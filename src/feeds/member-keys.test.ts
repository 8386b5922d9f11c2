import assert from 'node:assert/strict'
import { it } from 'node:test'
import { listMemberKeys } from './member-keys.ts'

const [did, other] = ['did:plc:abcdefghijklmnopqrstuvwx', 'did:plc:bbcdefghijklmnopqrstuvwx']
const list = (rkey: string) => `at://${did}/app.bsky.graph.list/${rkey}`

it('names every set of people once, those of filters inside of filters too', () => {
  const keys = listMemberKeys({
    sources: [
      { type: 'network' },
      { type: 'list', uri: list('a') },
      { type: 'starterPack', uri: `at://${did}/app.bsky.graph.starterpack/p` },
      { type: 'follows', did },
      { type: 'quietPosters', did, postsPerDay: 1 },
      { type: 'mutuals', did: other },
      { type: 'hashtags', tags: ['x'] },
      { type: 'search', query: 'boats' },
    ],
    filters: [{ type: 'none', of: [{ type: 'any', of: [{ type: 'list', uri: list('b') }] }] }],
  })
  assert.deepEqual(keys, [
    `list:${list('a')}`,
    `pack:at://${did}/app.bsky.graph.starterpack/p`,
    `follows:${did}`,
    `mutuals:${other}`,
    `list:${list('b')}`,
  ])
})
