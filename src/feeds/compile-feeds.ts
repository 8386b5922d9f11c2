// Definitions → one matcher that asks all feeds at once.
import type { CandidatePost } from '#types/candidate-post.ts'
import { compileFilter, narrowest, type Test, testAll, together } from './compile-filter.ts'
import { compileSource, type Members } from './compile-source.ts'
import type { Definition } from './definition.ts'
import { type Facts, findFacts } from './facts.ts'
import { type Lookups, noLookups } from './lookups.ts'
import { createTriggerTable, type Triggers, type TriggerTable } from './triggers.ts'
import { isIn, type Verdict, verdicts } from './verdict.ts'
import { createWordAutomaton } from './word-automaton.ts'

export type { Members } from './compile-source.ts'

/**
 * `members` are the people (DIDs) of the private lists that the definition may take from, by key. `uri` is the record
 * of the feed: other feeds here may take from it.
 */
export type FeedDefinition = {
  feedId: number
  definition: Definition
  members?: Members | undefined
  uri?: string | undefined
}

/** Feeds that a post is in `now`, and those that it may come into `later`: with likes, for example. */
export type Match = { now: number[]; later: number[] }

export type Matcher = {
  /** Feeds that the post is in now. @param lookups instead of those that the matcher was made with */
  match: (post: CandidatePost, lookups?: Lookups) => number[]
  matchWhole: (post: CandidatePost, lookups?: Lookups) => Match
  /** Whether a source of the feed carries the post. Sources are asked once, when a post comes. */
  carries: (feedId: number, post: CandidatePost, lookups?: Lookups) => boolean
  /** What the filters of the feed say, for a post that is in it or may come in: asked again as counts and time go on. */
  judge: (feedId: number, post: CandidatePost, lookups?: Lookups) => Verdict
}

type Compiled = {
  feedId: number
  uri: string | undefined
  carries: (facts: Facts) => boolean
  test: Test
  triggers: Triggers
}

/**
 * Compiles `feeds` into a matcher. One pass over the text finds every word of every feed, one look-up each tag, author
 * or link; only feeds that one of these points to are evaluated, so a post costs what it finds and not what there is.
 */
export function compileFeeds(feeds: FeedDefinition[], lookups: Lookups = noLookups): Matcher {
  const table = createTriggerTable()
  const compiled = feeds.map((feed) => compileDefinition(table, feed))
  const byId = new Map(compiled.map((feed) => [feed.feedId, feed]))
  const always = compiled.filter(({ triggers }) => triggers === undefined)
  const pointed: Compiled[][] = Array.from({ length: table.size() }, () => [])
  for (const feed of compiled) for (const trigger of new Set(feed.triggers)) pointed[trigger]?.push(feed)
  const { texts, numbers, partial, places } = table.allWords()
  const findWords = createWordAutomaton(texts, (word) => partial.has(numbers[word] as number))
  const find = (post: CandidatePost, given = lookups) => findFacts(table, { findWords, numbers, places }, post, given)

  function matchWhole(post: CandidatePost, given?: Lookups): Match {
    const facts = find(post, given)
    const candidates = new Set(always)
    const point = (trigger: number) => {
      for (const feed of pointed[trigger] ?? []) candidates.add(feed)
    }
    for (const trigger of facts.found) point(trigger)
    for (const trigger of facts.words.keys()) point(trigger)
    for (const trigger of facts.authorSets) point(trigger)
    if (facts.actorSets !== facts.authorSets) for (const trigger of facts.actorSets) point(trigger)
    const match: Match = { now: [], later: [] }
    const taken = new Set<Compiled>()
    // A set that grows while it is walked: what one feed takes can bring the post to the next.
    for (const feed of candidates) {
      const { feedId, uri, carries, test } = feed
      const verdict = carries(facts) ? test(facts) : verdicts.no
      if (verdict === verdicts.no) continue
      taken.add(feed)
      if (!isIn(verdict)) {
        match.later.push(feedId)
        continue
      }
      match.now.push(feedId)
      const brings = uri === undefined ? undefined : table.find('brought', `feed:${uri}`)
      if (brings === undefined || facts.found.has(brings)) continue
      facts.found.add(brings)
      for (const next of pointed[brings] ?? []) {
        if (taken.has(next)) continue
        candidates.delete(next)
        candidates.add(next)
      }
    }
    return match
  }

  return {
    matchWhole,
    match: (post, given) => matchWhole(post, given).now,
    carries: (feedId, post, given) => byId.get(feedId)?.carries(find(post, given)) ?? false,
    judge: (feedId, post, given) => byId.get(feedId)?.test(find(post, given)) ?? verdicts.no,
  }
}

function compileDefinition(
  table: TriggerTable,
  { feedId, definition, members = new Map(), uri }: FeedDefinition,
): Compiled {
  const sources = definition.sources.map((source) => compileSource(table, source, members))
  const filters = definition.filters.map((filter) => compileFilter(table, filter, members))
  return {
    feedId,
    uri,
    carries: (facts) => sources.some(({ carries }) => carries(facts)),
    test: testAll(filters),
    triggers: narrowest([
      together(sources.map(({ triggers }) => triggers)),
      ...filters.map(({ triggers }) => triggers),
    ]),
  }
}
