// What is kept of whom, and what goes first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKeptAnswers } from './kept-answers.ts'

const answer = (size: number, at = 0) => ({ bytes: new Uint8Array(size), at })

test('what is kept for one person is found by nobody else', () => {
  const kept = createKeptAnswers()
  kept.keep('did:plc:a', 'q', answer(1, 5))
  assert.equal(kept.find('did:plc:a', 'q')?.at, 5)
  assert.equal(kept.find('did:plc:b', 'q'), undefined)
  kept.keep('did:plc:a', 'q', answer(1, 6))
  assert.equal(kept.find('did:plc:a', 'q')?.at, 6)
  kept.forget('did:plc:a')
  assert.equal(kept.find('did:plc:a', 'q'), undefined)
})

test('the least lately used goes first, and what is too large is not kept', () => {
  const kept = createKeptAnswers({ bytes: 100, bytesOfOne: 60 })
  kept.keep('a', '1', answer(40))
  kept.keep('b', '2', answer(40))
  kept.find('a', '1')
  kept.keep('c', '3', answer(40))
  assert.deepEqual([!!kept.find('a', '1'), !!kept.find('b', '2'), !!kept.find('c', '3')], [true, false, true])
  kept.keep('c', '3', answer(61))
  assert.equal(kept.find('c', '3'), undefined, 'nor its older answer')
})

test('one person has so many answers and no more', () => {
  const kept = createKeptAnswers({ answersOfOne: 2 })
  for (const question of ['1', '2', '3']) kept.keep('a', question, answer(1))
  assert.deepEqual(
    ['1', '2', '3'].map((question) => !!kept.find('a', question)),
    [false, true, true],
  )
})
