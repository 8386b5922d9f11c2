// Definitions → one matcher that asks all feeds at once.
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Definition, Filter, Source } from './definition.ts'
import { foldText } from './fold-text.ts'
import { createWordAutomaton } from './word-automaton.ts'

/** `members` are the people (DIDs) of the private lists that the definition may take from, by key. */
export type FeedDefinition = { feedId: number; definition: Definition; members?: Members | undefined }
export type Members = Map<string, string[]>
export type Matcher = { match: (post: CandidatePost) => number[] }

/** What was found in one post. Tags and words go by number. */
type Facts = { tags: Set<number>; words: Set<number>; author: string; isReply: boolean }
type Test = (facts: Facts) => boolean
/** Tags, words and authors without one of which a feed cannot want a post; undefined when there is no such set. */
type Triggers = { tags: number[]; words: number[]; authors: string[] } | undefined

/** app.bsky.feed.post allows 3,000 bytes of text and few tags; a hostile record may hold anything. */
const textLimit = 3000
const tagLimit = 100

/**
 * Compiles `feeds` into a matcher. One pass over the text finds every word of every feed, one look-up each tag; only
 * feeds that one of these points to are evaluated, so a post costs what it finds and not what there is.
 */
export function compileFeeds(feeds: FeedDefinition[]): Matcher {
  const tagNumbers = new Map<string, number>()
  const wordNumbers = new Map<string, number>()
  const compiler = {
    tags: (tags: string[]) => tags.map((tag) => numberOf(tagNumbers, foldText(tag))),
    words: (words: string[]) => words.map((word) => numberOf(wordNumbers, foldText(word))),
  }
  const compiled = feeds.map(({ feedId, definition, members = new Map() }) => ({
    feedId,
    ...compileDefinition({ ...compiler, members }, definition),
  }))
  const byTag = new Map<number, number[]>()
  const byWord = new Map<number, number[]>()
  const byAuthor = new Map<string, number[]>()
  const always: number[] = []
  compiled.forEach(({ triggers }, feed) => {
    if (triggers === undefined) always.push(feed)
    for (const tag of new Set(triggers?.tags)) listOf(byTag, tag).push(feed)
    for (const word of new Set(triggers?.words)) listOf(byWord, word).push(feed)
    for (const author of new Set(triggers?.authors)) listOf(byAuthor, author).push(feed)
  })
  const findWords = createWordAutomaton([...wordNumbers.keys()])

  return {
    match(post) {
      const facts: Facts = { tags: new Set(), words: new Set(), author: post.did, isReply: post.isReply }
      for (const tag of post.tags.slice(0, tagLimit)) {
        const found = tagNumbers.get(foldText(tag))
        if (found !== undefined) facts.tags.add(found)
      }
      if (wordNumbers.size > 0) facts.words = findWords(foldText(post.text.slice(0, textLimit)))
      const candidates = new Set(always)
      for (const tag of facts.tags) for (const feed of byTag.get(tag) ?? []) candidates.add(feed)
      for (const word of facts.words) for (const feed of byWord.get(word) ?? []) candidates.add(feed)
      for (const feed of byAuthor.get(post.did) ?? []) candidates.add(feed)
      const matched: number[] = []
      for (const index of candidates) {
        const feed = compiled[index]
        if (feed?.tests.every((test) => test(facts))) matched.push(feed.feedId)
      }
      return matched
    },
  }
}

type Compiler = { tags: (tags: string[]) => number[]; words: (words: string[]) => number[]; members: Members }

function compileDefinition(
  compiler: Compiler,
  { sources, filters }: Definition,
): { tests: Test[]; triggers: Triggers } {
  const parts = [compileSources(compiler, sources), ...filters.map((filter) => compileFilter(compiler, filter))]
  const [narrowest] = parts
    .map(({ triggers }) => triggers)
    .filter((triggers) => triggers !== undefined)
    .sort((a, b) => sizeOf(a) - sizeOf(b))
  return { tests: parts.map(({ test }) => test), triggers: narrowest }
}

function compileSources(compiler: Compiler, sources: Source[]): { test: Test; triggers: Triggers } {
  if (sources.some(({ type }) => type === 'network')) return { test: () => true, triggers: undefined }
  const tags = sources.flatMap((source) => (source.type === 'hashtags' ? compiler.tags(source.tags) : []))
  const authors = sources.flatMap((source) =>
    source.type === 'privateList' ? (compiler.members.get(source.list) ?? []) : [],
  )
  const [wanted, people] = [new Set(tags), new Set(authors)]
  return {
    test: (facts) => people.has(facts.author) || meet(facts.tags, wanted),
    triggers: { tags, words: [], authors },
  }
}

function sizeOf({ tags, words, authors }: NonNullable<Triggers>): number {
  return tags.length + words.length + authors.length
}

function compileTags(tags: number[]): { test: Test; triggers: Triggers } {
  const wanted = new Set(tags)
  return { test: (facts) => meet(facts.tags, wanted), triggers: { tags, words: [], authors: [] } }
}

function compileFilter(compiler: Compiler, filter: Filter): { test: Test; triggers: Triggers } {
  switch (filter.type) {
    case 'none': {
      const parts = filter.of.map((inner) => compileFilter(compiler, inner))
      return { test: (facts) => !parts.some(({ test }) => test(facts)), triggers: undefined }
    }
    case 'kinds': {
      const wanted = filter.kinds.includes('reply')
      return { test: (facts) => wanted && facts.isReply, triggers: undefined }
    }
    case 'hashtags':
      return compileTags(compiler.tags(filter.tags))
    case 'keywords': {
      const words = compiler.words(filter.words)
      const wanted = new Set(words)
      return { test: (facts) => meet(facts.words, wanted), triggers: { tags: [], words, authors: [] } }
    }
    case 'any': {
      const parts = filter.of.map((condition) => compileFilter(compiler, condition))
      const triggers = {
        tags: parts.flatMap((part) => part.triggers?.tags ?? []),
        words: parts.flatMap((part) => part.triggers?.words ?? []),
        authors: [],
      }
      return { test: (facts) => parts.some(({ test }) => test(facts)), triggers }
    }
  }
}

/** Walks what was found, which is little, and never what is wanted, which may be much. */
function meet(found: Set<number>, wanted: Set<number>): boolean {
  for (const one of found) if (wanted.has(one)) return true
  return false
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}

function listOf<Key>(lists: Map<Key, number[]>, key: Key): number[] {
  const known = lists.get(key)
  if (known !== undefined) return known
  const list: number[] = []
  lists.set(key, list)
  return list
}
