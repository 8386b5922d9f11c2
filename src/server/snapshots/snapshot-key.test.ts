// Which addresses lead to the same page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSnapshots } from './create-snapshots.ts'
import { shelfOf, slugOf, snapshotKey } from './snapshot-key.ts'

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

test('a stranger’s page of a profile is kept under all that it depends on, and nobody else’s', () => {
  const ctx = { snapshots: createSnapshots(Date.now), strangerPages: createSnapshots(Date.now) }
  const stranger = { cookie: undefined, accept: 'text/html', language: 'en' }
  const keep = (path: string, asked: Partial<typeof stranger> | { cookie: string } = {}) =>
    shelfOf(ctx, new URL(path, 'https://sky.example'), { ...stranger, ...asked })
  const page = keep('/profile/a.test?tab=media')
  assert.equal(page?.pages, ctx.strangerPages)
  assert.notEqual(page?.key, keep('/profile/a.test')?.key)
  assert.notEqual(page?.key, keep('/profile/a.test?tab=media', { language: 'pt' })?.key)
  assert.equal(page?.key, keep('/profile/a.test?tab=media', { cookie: '' })?.key)
  assert.equal(keep('/profile/a.test', { cookie: 'skypanel=x' }), undefined)
  assert.equal(keep('/profile/a.test', { accept: 'application/json' }), undefined)
  assert.equal(keep('/search?q=x'), undefined)
  assert.equal(keep(`/profile/a.test?tab=${'a'.repeat(1000)}`), undefined)
  assert.equal(keep('/f/x', { cookie: 'skypanel=x' })?.pages, ctx.snapshots)
})
