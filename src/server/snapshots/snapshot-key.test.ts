// Which addresses lead to the same page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slugOf, snapshotKey } from './snapshot-key.ts'

const keyOf = (path: string) => snapshotKey(new URL(path, 'https://sky.example'))

test('one page for all addresses that lead to it', () => {
  assert.equal(keyOf('/embed/f/x'), '/embed/f/x')
  for (const query of [
    'id=7&ref_url=y',
    'limit=10',
    'theme=auto',
    'theme="><script>',
    'limit=abc',
    'utm=1',
    'lang=en-GB',
  ]) {
    assert.equal(keyOf(`/embed/f/x?${query}`), '/embed/f/x', query)
  }
  assert.equal(keyOf('/embed/f/x?limit=999&theme=dark'), keyOf('/embed/f/x?theme=dark&limit=30'))
  assert.equal(keyOf('/f/x?utm=1&before=2'), '/f/x?before=2')
  assert.equal(keyOf('/profile/a.test/rss.xml?x=1'), '/profile/a.test/rss.xml')
  assert.notEqual(keyOf('/search/rss.xml?q=a'), keyOf('/search/rss.xml?q=b'))
  assert.notEqual(keyOf('/f/x?key=a'), keyOf('/f/x?key=b'))
})

test('other pages, and addresses without end, have none', () => {
  for (const path of ['/', '/f/x/posts?after=1', '/profile/a.test', '/embed', '/settings'])
    assert.equal(keyOf(path), undefined)
  assert.equal(keyOf(`/f/x?before=${'a'.repeat(1000)}`), undefined)
})

test('finds the feed in a path', () => {
  assert.deepEqual(['/f/x', '/embed/f/x', '/f/x/rss.xml', '/embed/profile/f', '/oembed'].map(slugOf), [
    'x',
    'x',
    'x',
    undefined,
    undefined,
  ])
})
