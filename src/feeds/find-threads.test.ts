import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { CandidatePost } from '#types/candidate-post.ts'
import { findThreads } from './find-threads.ts'

const make = (uri: string, parent: string): CandidatePost => ({
  ...{ uri, did: 'did:plc:a', text: '', tags: [], langs: [], createdAt: 0 },
  reply: { root: 'at://root', parent },
})

it('finds what stands below, layer by layer, in whatever order', () => {
  const sources = [{ type: 'replies' as const, uri: 'at://a' }]
  const posts = [make('at://c', 'at://b'), make('at://b', 'at://a'), make('at://x', 'at://y'), make('at://y', 'at://x')]
  const threadsOf = findThreads({ version: 1, sources, filters: [] }, posts)
  const found = ['at://a', 'at://b', 'at://c', 'at://x'].map(threadsOf)
  assert.deepEqual(found, [[], ['at://a'], ['at://a'], []])
  const none = findThreads({ version: 1, sources: [{ type: 'network' }], filters: [] }, posts)
  assert.deepEqual(none('at://c'), [])
})
