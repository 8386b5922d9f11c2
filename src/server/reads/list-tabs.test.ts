// Tabs of the home page from preferences of any shape.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aboutPath, listTabs } from './list-tabs.ts'

const uri = (rkey: string, collection = 'app.bsky.feed.generator') => `at://did:plc:a/${collection}/${rkey}`
const following = { id: 't', type: 'timeline', value: 'following', isPinned: true }
const feed = (rkey: string, isPinned = true) => ({ id: rkey, type: 'feed', value: uri(rkey), isPinned })
const list = { id: 'l', type: 'list', value: uri('l', 'app.bsky.graph.list'), isPinned: true }
const names = (saved: Parameters<typeof listTabs>[0]) => {
  const { tabs, more } = listTabs(saved, (key) => (key === uri('a') ? 'Ants' : undefined))
  return [tabs, more].map((some) => some.map(({ title, href }) => `${title} ${href}`))
}

test('tabs stand in the person’s order; the first is the home page', () => {
  assert.deepEqual(names([list, feed('a'), feed('b', false), following]), [
    ['l /', `Ants /?feed=${uri('a')}`, 'Following /?feed=following'],
    [`b /?feed=${uri('b')}`],
  ])
})

test('Following can be reached by who has not kept it, and is the tab of who pinned nothing', () => {
  assert.deepEqual(names([feed('a')]), [['Ants /'], ['Following /?feed=following']])
  assert.deepEqual(names([]), [['Following /'], []])
  assert.deepEqual(names([feed('b', false), { ...following, isPinned: false }]), [
    ['Following /'],
    [`b /?feed=${uri('b')}`],
  ])
})

test('skips what it does not know, what is no address, and what stands there twice', () => {
  const odd = [
    { id: '1', type: 'hologram', value: uri('x'), isPinned: true },
    { id: '2', type: 'timeline', value: 'sideways', isPinned: true },
    { id: '3', type: 'feed', value: 'javascript:alert(1)', isPinned: true },
    { id: '4', type: 'feed', value: uri('x', 'app.bsky.graph.list'), isPinned: true },
    { id: '5', type: 'list', value: uri('x'), isPinned: true },
    { id: '6', type: 'feed', value: `${uri('x')}/../..`, isPinned: true },
  ]
  assert.deepEqual(names([...odd, following, feed('a'), feed('a', false)]), [
    ['Following /', `Ants /?feed=${uri('a')}`],
    [],
  ])
  const many = Array.from({ length: 500 }, (_, at) => feed(`f${at}`))
  assert.equal(listTabs(many, () => undefined).tabs.length, 100)
})

test('knows the page of a feed and of a list', () => {
  assert.equal(aboutPath(uri('a')), '/profile/did:plc:a/feed/a')
  assert.equal(aboutPath(list.value), '/profile/did:plc:a/lists/l')
  assert.equal(aboutPath('following'), undefined)
})
