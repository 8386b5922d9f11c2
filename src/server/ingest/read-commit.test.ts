// Blocks of a CAR file: those that the library's iterator gives, and refused where it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromUint8Array } from '@atcute/car'
import { createPost, createSignedRepo } from '../../../tests/ingest/signed-repo.ts'
import { BadFrame } from './bad-frame.ts'
import { blockKey, readBlocks } from './read-commit.ts'

const repo = await createSignedRepo()
const { blocks: car } = await repo.commit([
  createPost('a '.repeat(140), '3kaaaaaaaaaaa'),
  createPost('b', '3kaaaaaaaaaab'),
])

function iterate(bytes: Uint8Array): [string, Uint8Array][] | undefined {
  try {
    return [...fromUint8Array(bytes)].map(({ cid, bytes }) => [blockKey(cid), bytes])
  } catch {
    return undefined
  }
}

function read(bytes: Uint8Array): [string, Uint8Array][] | undefined {
  try {
    return [...readBlocks(bytes).blocks]
  } catch (error) {
    assert.ok(error instanceof BadFrame)
    return undefined
  }
}

test('are those of the file', () => {
  assert.equal(read(car)?.length, 4)
  assert.deepEqual(read(car), iterate(car))
})

test('are refused wherever the file is cut off', () => {
  for (let length = 0; length < car.length; length++) {
    const cut = car.subarray(0, length)
    assert.deepEqual(read(cut), iterate(cut), `${length} bytes`)
  }
})

test('are refused with a byte of their beginning changed', () => {
  const { headerEnd } = fromUint8Array(car).header
  for (let at = headerEnd; at < headerEnd + 8; at++) {
    for (const value of [0, 1, 35, 127, 128, 255]) {
      const changed = Uint8Array.from(car)
      changed[at] = value
      assert.deepEqual(read(changed), iterate(changed), `${value} at ${at}`)
    }
  }
})
