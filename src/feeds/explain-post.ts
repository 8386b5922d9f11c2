// Why a post is in a feed, or is not: every source and filter asked apart.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Explanation, Reason } from '#types/explanation.ts'
import { compileFilter, type Test } from './compile-filter.ts'
import { compileSource, type Members } from './compile-source.ts'
import type { Definition, Filter } from './definition.ts'
import { type Facts, findFacts } from './facts.ts'
import { type Lookups, noLookups } from './lookups.ts'
import { runThrough } from './part-index.ts'
import { sayCarried, sayEntries, sayFact } from './say-fact.ts'
import { createTriggerTable, type TriggerTable } from './triggers.ts'
import { isIn, type Verdict, verdicts } from './verdict.ts'

type Options = { lookups?: Lookups; members?: Members }
type Node = { path: string; test: Test; say: (facts: Facts, verdict: Verdict) => string; of: Node[] }

const names = Object.entries(verdicts) as [Reason['verdict'], Verdict][]
const nameOf = (verdict: Verdict) => names.find(([, value]) => value === verdict)?.[0] ?? 'no'

/** For one post: where there are more, createExplainer reads the definition once. */
export function explainPost(definition: Definition, post: CandidatePost, options?: Options): Explanation {
  return createExplainer(definition, options)(post)
}

/** @returns a function that tells of one post after the other */
export function createExplainer(
  definition: Definition,
  { lookups = noLookups, members = new Map() }: Options = {},
): (post: CandidatePost, lookups?: Lookups) => Explanation {
  const table = createTriggerTable()
  const sources = definition.sources.map((source, index) => ({
    path: `sources.${index}`,
    carries: compileSource(table, source, members).carries,
    sentence: (post: CandidatePost) => sayCarried(source, post),
  }))
  const nodes = definition.filters.map((filter, index) => compileNode(table, filter, `filters.${index}`, members))
  runThrough(table.compact())
  return (post, given = lookups) => {
    const facts = findFacts(table, post, given)
    const carrying = sources.find(({ carries }) => carries(facts))
    const source = carrying && { path: carrying.path, sentence: carrying.sentence(post) }
    return sumUp(
      source,
      nodes.map((node) => reasonOf(node, facts)),
    )
  }
}

function compileNode(table: TriggerTable, filter: Filter, path: string, members: Members): Node {
  const { test } = compileFilter(table, filter, members)
  if (filter.type === 'all' || filter.type === 'any' || filter.type === 'none') {
    const of = filter.of.map((inner, index) => compileNode(table, inner, `${path}.of.${index}`, members))
    return { path, test, of, say: () => '' }
  }
  // What of a list it was: each entry is asked apart.
  const entries = sayEntries(filter).map(({ filter, name }) => ({
    name,
    test: compileFilter(table, filter, members).test,
  }))
  const say = (facts: Facts, verdict: Verdict) => {
    const found = entries.filter(({ test }) => isIn(test(facts))).map(({ name }) => name)
    return sayFact(filter, facts, isIn(verdict), found)
  }
  return { path, test, of: [], say }
}

function reasonOf(node: Node, facts: Facts): Reason {
  const verdict = node.test(facts)
  const of = node.of.map((inner) => reasonOf(inner, facts))
  const reason = { path: node.path, verdict: nameOf(verdict) }
  return of.length === 0 ? { ...reason, sentence: node.say(facts, verdict) } : { ...reason, sentence: '', of }
}

function sumUp(source: Explanation['source'], reasons: Reason[]): Explanation {
  const filters = reasons.map(fillSentence)
  const failing = filters.filter(({ verdict }) => verdict === 'no' || verdict === 'notYet')
  const isInNow = source !== undefined && failing.length === 0
  const missing = failing.length + (source === undefined ? 1 : 0)
  const kept = [source?.sentence ?? '', ...filters.map(({ sentence }) => sentence)]
  const refused = [source === undefined ? 'No source carries it.' : '', ...failing.map(({ sentence }) => sentence)]
  return {
    isIn: isInNow,
    mayCome: !isInNow && source !== undefined && failing.every(({ verdict }) => verdict === 'notYet'),
    isNear: missing === 1,
    source,
    filters,
    summary: (isInNow ? kept : refused).filter((sentence) => sentence !== '').join(' '),
  }
}

/** A group says what decided it: those that held where it holds, those that did not where it does not. */
function fillSentence(reason: Reason): Reason {
  if (reason.of === undefined) return reason
  const of = reason.of.map(fillSentence)
  const holds = (one: Reason) => one.verdict === 'yes' || one.verdict === 'still'
  const alike = of.filter((one) => holds(one) === holds(reason))
  const said = (alike.length > 0 ? alike : of).map(({ sentence }) => sentence)
  return { ...reason, of, sentence: [...new Set(said)].join(' ') }
}
