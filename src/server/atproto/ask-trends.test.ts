import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Agent } from '@atproto/api'
import { askTrends, toTrend } from './ask-trends.ts'

for (const [name, view, wanted] of [
  [
    'a trend',
    { topic: 'clay', displayName: 'Clay', link: '/profile/x.test/feed/1', postCount: 7, status: 'hot' },
    [{ name: 'Clay', href: '/profile/x.test/feed/1', count: 7, isHot: true }],
  ],
  [
    'a topic',
    { topic: 'clay', link: 'https://bsky.app/search?q=clay' },
    [{ name: 'clay', href: '/search?q=clay', isHot: false }],
  ],
  [
    'a name with controls',
    { topic: 'a\u202eb\u0000', link: '/hashtag/a' },
    [{ name: 'ab', href: '/hashtag/a', isHot: false }],
  ],
  ['another site', { topic: 'clay', link: 'https://evil.example/' }, []],
  ['another site, without a scheme', { topic: 'clay', link: '//evil.example/' }, []],
  ['a slash too many', { topic: 'clay', link: 'https://bsky.app//evil.example/' }, []],
  ['a script', { topic: 'clay', link: 'javascript:alert(1)' }, []],
  ['no name', { topic: '', link: '/x' }, []],
  ['nothing', null, []],
  ['numbers', { topic: 1, link: 2 }, []],
] as const) {
  test(`trends: ${name}`, () => assert.deepEqual(toTrend(view), wanted))
}

test('topics stand in where there are no trends', async () => {
  const agent = new Agent(async (path: string) =>
    path.includes('getTrends')
      ? Response.json({ error: 'MethodNotImplemented', message: 'no' }, { status: 501 })
      : Response.json({ topics: [{ topic: 'clay', link: '/search?q=clay' }], suggested: [] }),
  )
  assert.deepEqual(await askTrends(agent), [{ name: 'clay', href: '/search?q=clay', isHot: false }])
})
