import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCursorTrack } from './cursor-track.ts'

describe('createCursorTrack', () => {
  it('passes only what is finished without a gap', () => {
    const track = createCursorTrack(undefined)
    const [a, b, c] = [track.open(1), track.open(2), track.open(7)]
    track.finish(b)
    assert.equal(track.cursor, undefined)
    track.finish(a)
    assert.equal(track.cursor, 2)
    assert.equal(track.size, 1)
    track.finish(c)
    assert.equal(track.cursor, 7)
  })

  it('never goes back for an old number, and starts over only when told', () => {
    const track = createCursorTrack(10)
    track.finish(track.open(3))
    assert.equal(track.cursor, 10)
    track.reset()
    track.finish(track.open(3))
    assert.equal(track.cursor, 3)
  })

  it('is held, and not moved, by a frame without a number', () => {
    const track = createCursorTrack(1)
    const nameless = track.open(undefined)
    track.finish(track.open(2))
    assert.equal(track.cursor, 1)
    track.finish(nameless)
    assert.equal(track.cursor, 2)
  })

  it('keeps its count over many thousands', () => {
    const track = createCursorTrack(undefined)
    for (let seq = 1; seq <= 5000; seq++) {
      const [one, two] = [track.open(seq * 2), track.open(seq * 2 + 1)]
      track.finish(two)
      track.finish(one)
    }
    assert.equal(track.cursor, 10_001)
    assert.equal(track.size, 0)
  })
})
