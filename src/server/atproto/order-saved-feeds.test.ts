import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OrderChange, orderSavedFeeds } from './order-saved-feeds.ts'
import type { Preference } from './update-preferences.ts'

const kind = 'app.bsky.actor.defs#savedFeedsPrefV2'
const item = (id: string, pinned: boolean, more = {}) => ({
  id,
  type: 'feed',
  value: `at://x/app.bsky.feed.generator/${id}`,
  pinned,
  ...more,
})
const odd = { id: 'odd', type: 'hologram', value: 'h', pinned: true, glow: 1 }
const start: Preference[] = [
  { $type: 'x#teapot', brew: 'oolong' },
  { $type: kind, items: [item('a', true), odd, item('b', true), item('c', false), 7, item('d', false)], extra: 'kept' },
]
const idsOf = (preferences: Preference[]) =>
  ((preferences.find(({ $type }) => $type === kind)?.items ?? []) as { id: string; pinned: boolean }[]).map((entry) =>
    typeof entry === 'object' ? `${entry.id}${entry.pinned ? '' : '-'}` : `${entry}`,
  )

const moves: [OrderChange, string][] = [
  [{ id: 'b', op: 'up' }, 'a b odd c- 7 d-'],
  [{ id: 'odd', op: 'down' }, 'a b odd c- 7 d-'],
  [{ id: 'a', op: 'up' }, 'a odd b c- 7 d-'],
  [{ id: 'b', op: 'down' }, 'a odd b c- 7 d-'],
  [{ id: 'd', op: 'up' }, 'a odd b c- d- 7'],
  [{ id: 'c', op: 'pin' }, 'a odd b c 7 d-'],
  [{ id: 'a', op: 'unpin' }, 'odd b c- 7 d- a-'],
  [{ id: 'odd', op: 'remove' }, 'a b c- 7 d-'],
  [{ id: 'nobody', op: 'remove' }, 'a odd b c- 7 d-'],
  [{ id: 'a', op: 'pin' }, 'a odd b c- 7 d-'],
]
for (const [change, order] of moves) {
  test(`${change.id} ${change.op}`, () => {
    const next = orderSavedFeeds(start, change)
    assert.equal(idsOf(next).join(' '), order)
    assert.equal(next[0], start[0])
    assert.equal(next[1]?.extra, 'kept')
  })
}

test('what is unknown in an item stays, and old clients are told', () => {
  const old = { $type: 'app.bsky.actor.defs#savedFeedsPref', pinned: [], saved: [], note: 1 }
  const next = orderSavedFeeds([...start, old], { id: 'odd', op: 'unpin' })
  assert.deepEqual(((next[1]?.items ?? []) as unknown[]).at(-1), { ...odd, pinned: false })
  const [first, second] = [item('a', true).value, item('b', true).value]
  assert.deepEqual([next[2]?.pinned, next[2]?.note], [[first, second], 1])
})

test('who never chose has Following', () => {
  assert.equal(orderSavedFeeds([], { id: 'following', op: 'up' }).length, 0)
  assert.deepEqual(idsOf(orderSavedFeeds([], { id: 'following', op: 'unpin' })), ['following-'])
})
