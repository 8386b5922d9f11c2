// What one post costs to match against 1, 100 and 1,000 feeds, beside a loop over the feeds in the same run.

import { compileFeeds, type FeedDefinition } from '#feeds/compile-feeds.ts'
import type { Definition } from '#feeds/definition.ts'
import { foldText } from '#feeds/fold-text.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { createRandomText } from './random-text.ts'

const { random, speak, rare } = createRandomText(7)

function makeFeed(feedId: number): FeedDefinition {
  const word = () => rare(3000)
  const words = Array.from({ length: 5 }, (_, index) => (index === 0 ? `${word()} ${word()}` : word()))
  const of: (Definition['filters'][number] & { type: 'any' })['of'] = [
    { type: 'keywords', words },
    { type: 'hashtags', tags: [word(), word()] },
  ]
  return { feedId, definition: { version: 1, sources: [{ type: 'network' }], filters: [{ type: 'any', of }] } }
}

function makePost(index: number): CandidatePost {
  const text = Array.from({ length: 5 + Math.floor(random() * 35) }, speak).join(random() < 0.1 ? ', ' : ' ')
  const tags = random() < 0.2 ? [speak(), speak()] : []
  return { uri: `at://bench/${index}`, did: 'did:plc:bench', text, tags, langs: ['en'], createdAt: 0 }
}

/** The peer: every feed looks at every post, with one regular expression for its words and one set for its tags. */
function createLoop(feeds: FeedDefinition[]) {
  const inWord = '[\\p{L}\\p{N}\\p{M}]'
  const tests = feeds.map(({ feedId, definition }) => {
    const parts = definition.filters.flatMap((filter) => (filter.type === 'any' ? filter.of : []))
    const words = parts.flatMap((part) => (part.type === 'keywords' ? part.words : []))
    const tags = parts.flatMap((part) => (part.type === 'hashtags' ? part.tags : []))
    const pattern = new RegExp(`(?<!${inWord})(?:${words.map(foldText).join('|')})(?!${inWord})`, 'u')
    return { feedId, pattern, tags: new Set(tags.map(foldText)) }
  })
  return (post: CandidatePost): number[] => {
    const text = foldText(post.text)
    const carried = post.tags.map(foldText)
    return tests
      .filter(({ pattern, tags }) => carried.some((tag) => tags.has(tag)) || pattern.test(text))
      .map(({ feedId }) => feedId)
  }
}

/** Microseconds a post, the best of `rounds`. */
function measure(match: (post: CandidatePost) => number[], posts: CandidatePost[], rounds: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    for (const post of posts) match(post)
    best = Math.min(best, ((performance.now() - began) * 1000) / posts.length)
  }
  return best
}

const posts = Array.from({ length: 5000 }, (_, index) => makePost(index))
const allFeeds = Array.from({ length: 1000 }, (_, index) => makeFeed(index))
const sorted = (ids: number[]) => ids.sort((a, b) => a - b).join()
let alone = 0
measure(compileFeeds(allFeeds.slice(0, 10)).match, posts, 5)
console.log('match: µs a post')
for (const count of [1, 100, 1000]) {
  const feeds = allFeeds.slice(0, count)
  const began = performance.now()
  const { match } = compileFeeds(feeds)
  const compiled = performance.now() - began
  const loop = createLoop(feeds)
  const few = posts.slice(0, 500)
  const different = few.find((post) => sorted(match(post)) !== sorted(loop(post)))
  if (different) throw new Error(`The two do not agree on ${different.uri}: ${different.text}`)
  const ours = measure(match, posts, 20)
  const naive = measure(loop, few, 3)
  if (count === 1) alone = ours
  const perPost = posts.reduce((sum, post) => sum + match(post).length, 0) / posts.length
  console.log(
    `  ${String(count).padStart(5)} feeds: ${ours.toFixed(1)} (${(ours / alone).toFixed(2)}× one feed), loop ${naive.toFixed(1)}: ` +
      `${(naive / ours).toFixed(1)}× ours; compiled in ${compiled.toFixed(0)} ms, ${perPost.toFixed(1)} feeds take a post`,
  )
}
