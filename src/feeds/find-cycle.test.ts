import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Definition } from './definition.ts'
import { describeCycle, findCycle } from './find-cycle.ts'

const uriOf = (name: string) => `at://did:plc:a/app.bsky.feed.generator/${name}`
const nameOf = (uri: string) => uri.split('/').at(-1)
const taking = (names: string[]): Pick<Definition, 'sources'> => ({
  sources: [{ type: 'hashtags', tags: ['x'] }, ...names.map((name) => ({ type: 'feed' as const, uri: uriOf(name) }))],
})
const chain = (length: number) =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`c${at}`, at + 1 < length ? [`c${at + 1}`] : []]))
/** Every feed of a layer takes from every feed of the next: more ways than anybody could walk. */
const layers = Object.fromEntries(
  Array.from({ length: 9 }, (_, layer) =>
    Array.from({ length: 20 }, (_, at) => [
      `l${layer}.${at}`,
      layer === 8 ? [] : Array.from({ length: 20 }, (_, next) => `l${layer + 1}.${next}`),
    ]),
  ).flat(),
)

const table: [name: string, graph: Record<string, string[]>, from: string[], sentence: string | undefined][] = [
  ['no feeds', {}, [], undefined],
  ['feeds of elsewhere', {}, ['b', 'c'], undefined],
  ['itself', {}, ['a'], 'A feed cannot take from itself.'],
  [
    'one that takes from it',
    { b: ['c'], c: ['a'] },
    ['b'],
    'This feed would take from itself: “a” takes from “b” takes from “c” takes from “a”.',
  ],
  ['two ways to one', { b: ['d'], c: ['d'], d: [] }, ['b', 'c'], undefined],
  [
    'a cycle of others',
    { b: ['c'], c: ['b'] },
    ['b'],
    'Feeds may take from feeds, but not more than 10 one after the other.',
  ],
  ['a chain of ten', chain(10), ['c0'], undefined],
  ['a chain of eleven', chain(11), ['c0'], 'Feeds may take from feeds, but not more than 10 one after the other.'],
  [
    'a long way after a short one to the same',
    { ...chain(9), b: ['d'], d: ['c0'] },
    ['c0', 'b'],
    'Feeds may take from feeds, but not more than 10 one after the other.',
  ],
  ['very many ways', layers, Array.from({ length: 20 }, (_, at) => `l0.${at}`), undefined],
]

describe('cycles of feeds', () => {
  for (const [name, graph, from, sentence] of table) {
    it(`${name}: ${sentence ?? 'fine'}`, () => {
      const found = findCycle(uriOf('a'), taking(from), (uri) => (graph[nameOf(uri) ?? ''] ?? []).map(uriOf))
      assert.equal(found && describeCycle(found, nameOf), sentence)
    })
  }
})
