// Many people's posts as one timeline: in order, without gaps and without doubles, however little is asked at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AuthorItem, type MergePlace, mergeAuthors } from './merge-authors.ts'

/** Somebody's items in pages of `size`. */
function askerOf(posts: Record<string, AuthorItem[]>, size: number, budget = Number.POSITIVE_INFINITY) {
  const left = { count: budget }
  const ask = async (did: string, cursor: string | undefined) => {
    if (left.count-- <= 0) return undefined
    const from = Number(cursor ?? 0)
    const all = posts[did] ?? []
    return { items: all.slice(from, from + size), cursor: from + size < all.length ? String(from + size) : undefined }
  }
  return ask
}

const posts = {
  often: Array.from({ length: 40 }, (_, at) => ({ at: 1000 - at, id: `often ${at}` })),
  seldom: [995, 500, 3].map((at) => ({ at, id: `seldom ${at}` })),
  same: [995, 995, 990].map((at, index) => ({ at, id: `same ${index}` })),
  never: [],
}
const expected = Object.values(posts)
  .flat()
  .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  .map(({ id }) => id)

for (const [size, limit] of [
  [1, 1],
  [3, 7],
  [10, 5],
  [100, 100],
] as const) {
  test(`pages of ${limit} from answers of ${size} have everything once, in order`, async () => {
    const seen: string[] = []
    let after: MergePlace | undefined
    do {
      const page = await mergeAuthors({
        people: Object.keys(posts),
        after,
        limit,
        ask: askerOf(posts, size),
        atOnce: 2,
      })
      assert.ok(page.items.length > 0 || !page.next)
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    assert.deepEqual(seen, expected)
  })
}

test('when nothing more may be asked, what is shown has no gap, and the way on goes from there', async () => {
  const people = ['seldom', 'often', 'never', 'same']
  const first = await mergeAuthors({ people, after: undefined, limit: 30, ask: askerOf(posts, 2, 3), atOnce: 1 })
  assert.deepEqual(first.unasked, ['same'])
  // Of `often` only two are known: what is older than those may have others between.
  assert.deepEqual(
    first.items.map(({ id }) => id),
    ['often 0'],
  )
  assert.deepEqual(first.next, { at: 1000, id: 'often 0' })
  const nothing = await mergeAuthors({ people, after: first.next, limit: 30, ask: askerOf(posts, 2, 3), atOnce: 1 })
  assert.deepEqual([nothing.items, nothing.next], [[], first.next])
})

test('nobody posts nothing', async () => {
  const page = await mergeAuthors({ people: [], after: undefined, limit: 3, ask: askerOf({}, 1), atOnce: 4 })
  assert.deepEqual(page, { items: [], next: undefined, unasked: [] })
})
