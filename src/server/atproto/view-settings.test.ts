import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followingGroup, threadGroup } from './view-settings.ts'

const $type = (kind: string) => `app.bsky.actor.defs#${kind}`
const form = (fields: Record<string, string>) => (name: string) => fields[name] ?? ''

test('Following begins as the official client has it, and what is sent is what is read back', () => {
  const start = followingGroup.read([])
  assert.deepEqual(start, { showsReplies: true, showsRepliesToAnybody: false, showsReposts: true, showsQuotes: true })
  const sent = followingGroup.parse(form({ reposts: 'on', anybody: 'on' }))
  const kept = { $type: $type('feedViewPref'), feed: 'home', hideRepliesByLikeCount: 3 }
  const written = followingGroup.write([kept], sent)
  assert.deepEqual(followingGroup.read(written), sent)
  assert.equal(written[0]?.hideRepliesByLikeCount, 3)
  assert.equal(written[0]?.hideQuotePosts, true)
})

test('threads: an order of another client stays while it is not changed here', () => {
  const kept = { $type: $type('threadViewPref'), sort: 'most-likes', extra: 1 }
  assert.deepEqual(threadGroup.read([kept]), { order: 'top', isTree: true })
  const linear = threadGroup.write([kept], { order: 'top', isTree: false })
  assert.deepEqual(linear, [{ ...kept, lab_treeViewEnabled: false }])
  assert.equal(threadGroup.write(linear, { order: 'newest', isTree: false })[0]?.sort, 'newest')
  assert.equal(threadGroup.write([], { order: 'top', isTree: true })[0]?.sort, 'hotness')
  assert.deepEqual(threadGroup.parse(form({ order: 'sideways', shape: '?' })), { order: 'top', isTree: true })
})
