import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWordSplitter } from './split-words.ts'
import { isWordBoundary } from './word-boundary.ts'
import { createWordTree } from './word-tree.ts'

let seed = 5
const random = (below: number) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const pieces = [
  'a',
  'B',
  '9',
  ' ',
  '.',
  '#',
  '\0',
  'é',
  'e\u0301',
  '\u0301',
  '夜',
  'ん',
  '고',
  'ไ',
  'ж',
  'ق',
  '𝒳',
  '👩‍🚀',
  '❤',
]
const makeText = (length: number) => Array.from({ length }, () => pieces[random(pieces.length)]).join('')

describe('createWordSplitter', () => {
  it('cuts where a word may begin or end, and nowhere else', () => {
    const split = createWordSplitter()
    for (let round = 0; round < 500; round++) {
      const text = makeText(random(30))
      const parts = split(text)
      assert.equal(parts.join(''), text)
      const cuts = new Set<number>()
      for (let at = 0, index = 0; index < parts.length - 1; index++) {
        at += (parts[index] as string).length
        cuts.add(at)
      }
      for (let at = 1; at < text.length; at++) {
        // Inside of a pair nothing can begin, whatever the other says.
        if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) continue
        assert.equal(cuts.has(at), isWordBoundary(text, at), JSON.stringify([text, at]))
      }
    }
  })
})

describe('createWordTree', () => {
  it('finds what it has, and forgets what it had', () => {
    const tree = createWordTree(createWordSplitter())
    const words = new Map<string, number>()
    for (let round = 0; round < 3000; round++) {
      const word =
        makeText(1 + random(4))
          .replace(/ +/g, ' ')
          .trim() || 'a'
      if (random(2) === 0) {
        words.delete(word)
        tree.remove(word)
      } else {
        words.set(word, round)
        tree.add(word, round)
      }
      assert.equal(tree.find(word), words.get(word))
    }
    const left = new Set(words.values())
    for (const [word, number] of words) {
      const found = new Set<number>()
      tree.scan(word, (one) => found.add(one))
      assert.ok(found.has(number) && [...found].every((one) => left.has(one)), word)
    }
    for (const word of words.keys()) tree.remove(word)
    tree.scan(makeText(1000), () => assert.fail('something is left'))
  })
})
