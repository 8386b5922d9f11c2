// What one post costs to match against 1 to 10,000 feeds, beside a loop over the feeds in the same run.

import { compileFeeds } from '#feeds/compile-feeds.ts'
import { createMatcher } from '#feeds/matcher.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { createLoop, makeFeed, makePost } from './match-feeds.ts'

/**
 * Microseconds of CPU a post. Every tenth of the posts counts with the best of `rounds`: what else the machine does comes
 * and goes, and spoils the caches while it is there.
 */
function measure(match: (post: CandidatePost) => number[], posts: CandidatePost[], rounds: number): number {
  const size = Math.ceil(posts.length / 10)
  const best = Array.from({ length: 10 }, () => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const part of best.keys()) {
      const began = process.cpuUsage()
      for (const post of posts.slice(part * size, (part + 1) * size)) match(post)
      const { user, system } = process.cpuUsage(began)
      best[part] = Math.min(best[part] as number, user + system)
    }
  }
  return best.reduce((sum, one) => sum + one, 0) / posts.length
}

const posts = Array.from({ length: 5000 }, (_, index) => makePost(index))
const allFeeds = Array.from({ length: 10_000 }, (_, index) => makeFeed(index))
const sorted = (ids: number[]) => ids.sort((a, b) => a - b).join()
measure(compileFeeds(allFeeds.slice(0, 100)).match, posts, 5)
const costs = new Map<number, number>()
console.log('match: µs of CPU a post')
for (const count of [1, 100, 1000, 10_000]) {
  const feeds = allFeeds.slice(0, count)
  const before = process.memoryUsage().heapUsed
  const { match } = compileFeeds(feeds)
  const memory = (process.memoryUsage().heapUsed - before) / 1e6
  const loop = createLoop(feeds)
  const few = posts.slice(0, 200)
  const different = few.find((post) => sorted(match(post)) !== sorted(loop(post)))
  if (different) {
    throw new Error(`${sorted(match(different))} or ${sorted(loop(different))}? ${JSON.stringify(different)}`)
  }
  const ours = measure(match, posts, 40)
  const naive = measure(loop, few, count > 1000 ? 1 : 3)
  costs.set(count, ours)
  const perPost = posts.reduce((sum, post) => sum + match(post).length, 0) / posts.length
  console.log(
    `  ${String(count).padStart(6)} feeds: ${ours.toFixed(1)} = ${Math.round(1e6 / ours).toLocaleString('en')} posts/s, ` +
      `loop ${naive.toFixed(1)}: ${(naive / ours).toFixed(1)}× ours; ` +
      `${perPost.toFixed(1)} feeds take a post; ${memory.toFixed(0)} MB`,
  )
}
console.log(`  10,000 feeds cost ${((costs.get(10_000) ?? 0) / (costs.get(100) ?? 1)).toFixed(1)}× what 100 do`)

const live = createMatcher()
let longest = 0
const timed = (part: () => void) => {
  const began = process.cpuUsage()
  part()
  const { user, system } = process.cpuUsage(began)
  longest = Math.max(longest, (user + system) / 1000)
}
const began = process.cpuUsage()
for (const feed of allFeeds) timed(() => live.set(feed))
const slices = live.compact()
for (let done = false; !done; ) {
  timed(() => {
    done = slices.next().done ?? true
  })
}
console.log(
  `  10,000 feeds set one by one in ${(process.cpuUsage(began).user / 1000).toFixed(0)} ms of CPU, no step over ${longest.toFixed(0)} ms`,
)
longest = 0
const changed = makeFeed(20_000)
for (let round = 0; round < 200; round++) {
  const post = posts[round] as CandidatePost
  timed(() => {
    live.set({ ...changed, feedId: 20_000 + (round % 50) })
    live.match(post)
  })
}
console.log(`  a feed changed, and the next post matched: at most ${longest.toFixed(1)} ms`)
