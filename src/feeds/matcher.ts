// All feeds asked at once. Feeds come, change and go while it works.
import type { CandidatePost } from '#types/candidate-post.ts'
import { type CompiledFeed, compileDefinition, type FeedDefinition } from './compile-definition.ts'
import { type Facts, findFacts, setsOf } from './facts.ts'
import { type Lookups, noLookups } from './lookups.ts'
import { createTriggerTable } from './triggers.ts'
import { isIn, type Verdict, verdicts } from './verdict.ts'

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
  /** Whether a feed takes replies of the post at `uri`. */
  awaitsReplies: (uri: string) => boolean
  /** Whether any feed takes reposts. */
  takesReposts: () => boolean
  /** Whether a feed may take what somebody reposts, as far as it goes by them. */
  takesRepostsOf: (did: string) => boolean
}

export type LiveMatcher = Matcher & {
  /** Adds a feed or replaces it: the next post is matched with it. */
  set: (feed: FeedDefinition) => void
  delete: (feedId: number) => void
  /** Whether enough has changed that `compact` is worth its time. */
  isCompactionDue: () => boolean
  /** Makes matching as fast as it can be, in slices of milliseconds; matching and changing may go on in between. */
  compact: () => Generator<void, void>
}

/**
 * One pass over the text finds every word of every feed, one look-up each tag, author or link; only feeds that one of
 * these points to are evaluated, so a post costs what it finds and not what there is.
 */
export function createMatcher(lookups: Lookups = noLookups): LiveMatcher {
  const table = createTriggerTable()
  const feeds = new Map<number, { feed: CompiledFeed; used: Set<number> }>()
  /** By number: see triggers.ts. */
  const pointed: (CompiledFeed[] | undefined)[] = []
  /** Feeds that nothing points to: asked about every post. */
  const always: CompiledFeed[] = []
  /** How many feeds take reposts of people, by their number. */
  const reposters = new Map<number, number>()
  let round = 0

  function remove(feedId: number): void {
    const known = feeds.get(feedId)
    if (known === undefined) return
    feeds.delete(feedId)
    takeOut(always, known.feed)
    for (const number of known.feed.reposters) countReposters(number, -1)
    for (const trigger of known.feed.triggers ?? []) {
      const those = pointed[trigger]
      if (those !== undefined && takeOut(those, known.feed) === 0) pointed[trigger] = undefined
    }
    table.release(known.used)
  }

  function countReposters(number: number, change: number): void {
    const count = (reposters.get(number) ?? 0) + change
    if (count > 0) reposters.set(number, count)
    else reposters.delete(number)
  }

  function set(definition: FeedDefinition): void {
    // The old one goes last: what both use is not forgotten in between.
    const { result: feed, used } = table.collect(() => compileDefinition(table, definition))
    remove(feed.feedId)
    feeds.set(feed.feedId, { feed, used })
    for (const number of feed.reposters) countReposters(number, 1)
    if (feed.triggers === undefined) always.push(feed)
    for (const trigger of feed.triggers ?? []) {
      pointed[trigger] ??= []
      pointed[trigger].push(feed)
    }
  }

  /** Feeds that something in the post points to, each once. */
  function findCandidates({ found, words, authorSets, actorSets }: Facts): CompiledFeed[] {
    round++
    const candidates = always.slice()
    const point = (trigger: number) => {
      for (const feed of pointed[trigger] ?? []) {
        if (feed.asked === round) continue
        feed.asked = round
        candidates.push(feed)
      }
    }
    found.forEach(point)
    words.numbers.forEach(point)
    authorSets.forEach(point)
    if (actorSets !== authorSets) actorSets.forEach(point)
    return candidates
  }

  function matchWhole(post: CandidatePost, given = lookups): Match {
    const facts = findFacts(table, post, given)
    const match: Match = { now: [], later: [] }
    // Grows while it is walked: what one feed takes can bring the post to the next.
    const candidates = findCandidates(facts)
    for (const feed of candidates) {
      if (feed.taken === round) continue
      const verdict = feed.carries(facts) ? feed.test(facts) : verdicts.no
      if (verdict === verdicts.no) continue
      feed.taken = round
      match[isIn(verdict) ? 'now' : 'later'].push(feed.feedId)
      if (!isIn(verdict)) continue
      for (const key of feed.brings) {
        const number = table.find('brought', key)
        if (number === undefined || facts.found.has(number)) continue
        facts.found.add(number)
        candidates.push(...(pointed[number] ?? []))
      }
    }
    return match
  }

  const ask = <Answer>(feedId: number, question: (feed: CompiledFeed) => Answer, otherwise: Answer): Answer => {
    const known = feeds.get(feedId)
    return known === undefined ? otherwise : question(known.feed)
  }

  return {
    matchWhole,
    match: (post, given) => matchWhole(post, given).now,
    carries: (id, post, given = lookups) => ask(id, (feed) => feed.carries(findFacts(table, post, given)), false),
    judge: (id, post, given = lookups) =>
      ask<Verdict>(id, (feed) => feed.test(findFacts(table, post, given)), verdicts.no),
    takesReposts: () => reposters.size > 0,
    takesRepostsOf: (did) => reposters.size > 0 && [...setsOf(table, did, lookups)].some((one) => reposters.has(one)),
    awaitsReplies: (uri) => table.find('reply', uri) !== undefined,
    set,
    delete: remove,
    isCompactionDue: table.isCompactionDue,
    compact: table.compact,
  }
}

/** Their order means nothing. @returns how many are left */
function takeOut(feeds: CompiledFeed[], feed: CompiledFeed): number {
  const at = feeds.indexOf(feed)
  const last = at === -1 ? undefined : feeds.pop()
  if (last !== undefined && last !== feed) feeds[at] = last
  return feeds.length
}
