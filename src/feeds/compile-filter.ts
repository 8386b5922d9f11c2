// Filters → tests, and what points to a post that they can keep.

import { compilePattern } from './compile-pattern.ts'
import type { Members } from './compile-source.ts'
import { compileWords } from './compile-words.ts'
import type { Filter } from './definition.ts'
import { asciiDomain, type Facts } from './facts.ts'
import { filterTest } from './filter-test.ts'
import { meet, type Triggers, type TriggerTable } from './triggers.ts'
import { mirror, settle, type Verdict, verdicts } from './verdict.ts'

export type Test = (facts: Facts) => Verdict
/** `isDear`: an answer may have to be asked for elsewhere. */
export type FilterPart = { test: Test; triggers: Triggers; isDear?: boolean }

export function compileFilter(table: TriggerTable, filter: Filter, members: Members): FilterPart {
  switch (filter.type) {
    case 'all': {
      const parts = filter.of.map((inner) => compileFilter(table, inner, members))
      return { test: testAll(parts), triggers: narrowest(parts.map(({ triggers }) => triggers)) }
    }
    case 'any': {
      const parts = filter.of.map((inner) => compileFilter(table, inner, members))
      return { test: testAny(parts), triggers: together(parts.map(({ triggers }) => triggers)) }
    }
    case 'none': {
      const test = testAny(filter.of.map((inner) => compileFilter(table, inner, members)))
      return { test: (facts) => mirror(test(facts)), triggers: undefined }
    }
    case 'hashtags':
      return compileFound(table.tags(filter.tags))
    case 'domains':
      return compileFound(filter.domains.map((domain) => table.numberOf('domain', asciiDomain(domain))))
    case 'keywords':
      return compileWords(table, filter)
    case 'pattern':
      return compilePattern(table, filter)
    case 'authors':
      return compilePeople(table.people(filter.dids))
    case 'privateList':
      return compilePeople(table.people(members.get(filter.list) ?? []))
    case 'list':
      return compilePeople(table.numberOf('set', `list:${filter.uri}`))
    default:
      return { test: filterTest(filter), triggers: undefined, isDear: filter.type === 'accountAge' }
  }
}

/** The least of its parts. What points to posts was mostly found already, so the others are asked first; dear ones last. */
export function testAll(given: FilterPart[]): Test {
  const parts = given.toSorted((a, b) => turnOf(a) - turnOf(b))
  if (parts.length === 1 && parts[0] !== undefined) return parts[0].test
  return (facts) => {
    let least: Verdict = verdicts.yes
    for (const { test } of parts) {
      const verdict = test(facts)
      if (verdict < least) least = verdict
      if (least === verdicts.no) return least
    }
    return least
  }
}

function turnOf({ triggers, isDear }: FilterPart): number {
  return isDear ? 2 : Number(triggers !== undefined)
}

function testAny(parts: { test: Test }[]): Test {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0].test
  return (facts) => {
    let most: Verdict = verdicts.no
    for (const { test } of parts) {
      const verdict = test(facts)
      if (verdict > most) most = verdict
      if (most === verdicts.yes) return most
    }
    return most
  }
}

function compileFound(numbers: number[]): FilterPart {
  const wanted = new Set(numbers)
  return { test: ({ found }) => settle(meet(found, wanted)), triggers: numbers }
}

function compilePeople(number: number): FilterPart {
  return { test: ({ authorSets }) => settle(authorSets.has(number)), triggers: [number] }
}

/** The shortest: each of them alone is enough to find what all ask for. */
export function narrowest(all: Triggers[]): Triggers {
  return all.reduce(
    (best, next) => (best === undefined || (next && next.length < best.length) ? next : best),
    undefined,
  )
}

export function together(all: Triggers[]): Triggers {
  return all.every((triggers) => triggers !== undefined) ? [...new Set(all.flat())] : undefined
}
