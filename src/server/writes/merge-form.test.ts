import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../app-error.ts'
import { bringBack, mergeForm, mergeOrRefuse, readWas } from './merge-form.ts'

const was = { name: 'Old', bio: 'One\r\ntwo ', isLoud: false, tags: ['a', 'b'] }
const same = { ...was, bio: 'One\ntwo' }
type Values = typeof was
const sets = ['tags'] as const

const cases: [
  name: string,
  typed: Partial<Values>,
  now: Partial<Values>,
  values: Partial<Values>,
  clashes?: string[],
][] = [
  ['what this window left alone is as it is there', {}, { name: 'New', isLoud: true }, { name: 'New', isLoud: true }],
  ['what only this window changed is as typed', { name: '' }, { bio: 'Three' }, { name: '', bio: 'Three' }],
  ['what both changed alike is no clash', { name: 'New ' }, { name: 'New' }, { name: 'New' }],
  ['what both changed is as typed, and said', { name: 'Mine' }, { name: 'New' }, { name: 'Mine' }, ['name']],
  ['a set takes the changes of both', { tags: ['b', 'd'] }, { tags: ['c', 'a', 'b'] }, { tags: ['c', 'b', 'd'] }],
]
for (const [name, typed, now, values, clashes = []] of cases) {
  test(name, () => {
    const forms = { was, typed: { ...same, ...typed }, now: { ...was, ...now } }
    assert.deepEqual(mergeForm(forms, { sets }), { values: { ...was, ...values }, clashes })
  })
}

test('a form that does not say what it was made with is taken as it is', () => {
  for (const sent of ['', 'null', '"x"', '{', '[]']) {
    const forms = { was: readWas<Values>(() => sent), typed: { ...was, name: 'Mine' }, now: { ...was, name: 'New' } }
    assert.equal(mergeOrRefuse(forms).name, 'Mine', sent)
  }
  assert.deepEqual(
    readWas<Values>(() => JSON.stringify(was)),
    was,
  )
})

test('what both changed is refused, comes back, and is saved the next time', async () => {
  const now = { ...was, name: 'New', isLoud: true }
  const typed = { ...same, name: 'Mine' }
  let problem = ''
  assert.throws(
    () => mergeOrRefuse({ was, typed, now }),
    (error: AppError) => {
      problem = error.message
      return error.status === 409
    },
  )
  const back = await bringBack({ was, typed, problem }, async () => now)
  assert.deepEqual(back, { values: { ...now, name: 'Mine' }, was: now, problem })
  assert.deepEqual(mergeOrRefuse({ was: back.was, typed: back.values, now }), { ...now, name: 'Mine' })
  const wrong = await bringBack({ was, typed, problem: 'Too long.' }, async () => now)
  assert.equal(wrong.problem, `Too long. ${problem}`, 'whatever else is wrong')
  const dark = await bringBack({ was, typed, problem: 'No answer.' }, async () => {
    throw new AppError(502, 'No answer.')
  })
  assert.deepEqual(dark, { values: typed, was, problem: 'No answer.' })
  const named = await bringBack({ was, typed, problem }, async () => now, { words: { name: 'The name' } })
  assert.match(
    named.problem ?? '',
    /^The name was changed somewhere else meanwhile: it is “New” there\. What you wrote/,
  )
})
