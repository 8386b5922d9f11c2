import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTurns } from './create-turns.ts'

test('lets so many in, the others in order, and refuses who comes when too many wait', async () => {
  const takeTurn = createTurns(2, 2)
  const running: string[] = []
  const ends = new Map<string, () => void>()
  const come = (name: string) =>
    takeTurn(() => {
      running.push(name)
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
    })
  const done = ['a', 'b', 'c', 'd'].map(come)
  await assert.rejects(come('e'), { status: 503 })
  assert.deepEqual(running, ['a', 'b'])
  ends.get('b')?.()
  assert.equal(await done[1], 'b')
  assert.deepEqual(running, ['a', 'b', 'c'])
  ends.get('a')?.()
  ends.get('c')?.()
  await done[2]
  ends.get('d')?.()
  assert.deepEqual(await Promise.all(done), ['a', 'b', 'c', 'd'])
})

test('somebody who fails gives the turn on', async () => {
  const takeTurn = createTurns(1, 5)
  const fails = () => takeTurn(() => Promise.reject(new Error('no')))
  await Promise.all([assert.rejects(fails()), assert.rejects(fails())])
  assert.equal(await takeTurn(async () => 1), 1)
})
