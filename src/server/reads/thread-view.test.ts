// What the address of a thread asks for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseThreadView } from './thread-view.ts'

const parse = (query: string) => parseThreadView(new URLSearchParams(query))

test('shows 40 replies unless told, 640 at most, and offers more only below that', () => {
  const cases: [string, number, number | undefined][] = [
    ['', 40, 80],
    ['replies=80', 80, 160],
    ['replies=500', 500, 640],
    ['replies=640', 640, undefined],
    ['replies=641', 640, undefined],
    ['replies=1e400', 640, undefined],
    ['replies=-3', 40, 80],
    ['replies=many', 40, 80],
  ]
  for (const [query, limit, larger] of cases) {
    const view = parse(query)
    assert.deepEqual([view.limit, view.larger], [limit, larger], query)
  }
})

test('takes the shapes there are, the article, and hidden replies', () => {
  const read = (query: string) => {
    const { shape, isArticle, hasHidden } = parse(query)
    return [shape, isArticle, hasHidden]
  }
  assert.deepEqual(read('view=tree'), ['tree', false, false])
  assert.deepEqual(read('view=linear&hidden=1'), ['linear', false, true])
  assert.deepEqual(read('view=article'), [undefined, true, false])
  assert.deepEqual(read('view=x'), [undefined, false, false])
})

test('takes the orders there are', () => {
  assert.deepEqual(
    ['oldest', 'newest', 'top', 'x'].map((sort) => parse(`sort=${sort}`).order),
    ['oldest', 'newest', 'top', undefined],
  )
})
