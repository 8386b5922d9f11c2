// What docs/feed-definition.md shows is taken, and it shows every source, filter and order there is.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { compileFeeds } from './compile-feeds.ts'
import { type Definition, parseDefinition } from './definition.ts'
import { describeDefinition } from './describe-definition.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'feed-definition.md'), 'utf8')
const blocks = [...page.matchAll(/```json ?(\w*)\n(.*?)```/gs)].map(([, name = '', text = '']) => ({ name, text }))
const examples = (name: string): unknown[] =>
  blocks.filter((block) => block.name === name).map(({ text }) => JSON.parse(text))
const listed = (name: string) => (examples(name)[0] ?? []) as { type: string; by: string }[]
const tags = { type: 'hashtags', tags: ['x'] }

function check(document: Record<string, unknown>): Definition {
  const result = parseDefinition({ version: 1, sources: [tags], filters: [], ...document })
  assert.ok('definition' in result, JSON.stringify(result))
  assert.doesNotMatch(describeDefinition(result.definition), /undefined|\[object| {2}/)
  compileFeeds([{ feedId: 1, definition: result.definition }])
  return result.definition
}

/** The names that a mistake lists. */
function namesIn(document: Record<string, unknown>): string[] {
  const result = parseDefinition({ version: 1, sources: [tags], filters: [], ...document })
  assert.ok('mistakes' in result)
  const [, names = ''] = /Known are (.*)\./.exec(result.mistakes[0]?.message ?? '') ?? []
  return names.split(/, | and /)
}

describe('docs/feed-definition.md', () => {
  it('shows whole definitions that are taken', () => {
    assert.equal(examples('').length, 2)
    for (const document of examples('')) check(document as Record<string, unknown>)
  })

  it('shows every source', () => {
    assert.deepEqual(new Set(listed('sources').map(({ type }) => type)), new Set(namesIn({ sources: [{ type: 'x' }] })))
    for (const source of listed('sources')) check({ sources: [source], filters: [tags] })
  })

  it('shows every filter', () => {
    const shown = JSON.stringify(listed('filters'))
    for (const name of namesIn({ filters: [{ type: 'x' }] })) assert.ok(shown.includes(`"type":"${name}"`), name)
    for (const filter of listed('filters')) assert.deepEqual(check({ filters: [filter] }).filters, [filter])
  })

  it('shows every order', () => {
    assert.deepEqual(new Set(listed('orders').map(({ by }) => by)), new Set(namesIn({ order: { by: 'x' } })))
    for (const order of listed('orders')) assert.deepEqual(check({ order }).order, order)
  })
})
