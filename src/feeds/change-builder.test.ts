import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BuilderDraft, readBuilderFields } from './builder-draft.ts'
import { changeBuilder } from './change-builder.ts'
import { goBack, remember } from './fill-builder.ts'

describe('the buttons of the builder', () => {
  const start = readBuilderFields([
    ['sources.0.type', 'network'],
    ['filters.0.type', 'keywords'],
    ['filters.0.words', 'a'],
    ['filters.1.type', 'hashtags'],
    ['filters.1.tags', 'b'],
  ])
  const types = (draft: BuilderDraft) =>
    JSON.stringify(draft.filters.map(({ type, of }) => [type, of.map((one) => one.type)]))

  it('add, move, group, take out, dissolve and remove', () => {
    let draft = start
    const press = (what: string, kind = '') => {
      const changed = changeBuilder(draft, what, kind)
      draft = changed.draft
      return [types(draft), changed.focus]
    }
    assert.deepEqual(press('add:filters', 'links'), ['[["keywords",[]],["hashtags",[]],["links",[]]]', 'filters.2'])
    assert.deepEqual(press('up:filters.2'), ['[["keywords",[]],["links",[]],["hashtags",[]]]', 'filters.1'])
    assert.deepEqual(press('down:filters.0'), ['[["links",[]],["keywords",[]],["hashtags",[]]]', 'filters.1'])
    assert.deepEqual(press('group:filters.1'), ['[["links",[]],["any",["keywords"]],["hashtags",[]]]', 'filters.1'])
    assert.deepEqual(press('add:filters.1.of', 'seen'), [
      '[["links",[]],["any",["keywords","seen"]],["hashtags",[]]]',
      'filters.1.of.1',
    ])
    assert.deepEqual(press('out:filters.1.of.0'), [
      '[["links",[]],["any",["seen"]],["keywords",[]],["hashtags",[]]]',
      'filters.2',
    ])
    assert.deepEqual(press('ungroup:filters.1'), [
      '[["links",[]],["seen",[]],["keywords",[]],["hashtags",[]]]',
      'filters.1',
    ])
    assert.deepEqual(press('remove:filters.1'), ['[["links",[]],["keywords",[]],["hashtags",[]]]', 'filters.0'])
    assert.deepEqual(draft.filters[1]?.values.words, ['a'])
  })

  it('do nothing where there is nothing', () => {
    for (const what of [
      '',
      'up:filters.0',
      'down:filters.1',
      'remove:filters.9',
      'add:filters.0.of',
      'add:x',
      'group:sources.0',
      'out:filters.0',
      'remove:__proto__.0',
      'explode:filters.0',
    ]) {
      assert.equal(changeBuilder(start, what, 'links').draft, start, what)
    }
    assert.equal(changeBuilder(start, 'add:filters', 'constructor').draft, start)
  })

  it('can be undone, one after the other', () => {
    const first = changeBuilder(start, 'remove:filters.0', '').draft
    const second = changeBuilder(first, 'remove:filters.0', '').draft
    const past = remember(remember('', start), first)
    const back = goBack(past)
    assert.deepEqual(back?.draft, first)
    assert.notDeepEqual(back?.draft, second)
    const again = goBack(back?.past ?? '')
    assert.deepEqual(again, { draft: start, past: '' })
    assert.equal(goBack(''), undefined)
  })
})
