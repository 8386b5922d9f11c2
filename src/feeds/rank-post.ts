// Where a post stands in a feed: one whole number, the greatest first, that pages can be cut by.
import type { Order } from './definition.ts'
import { usualHeat } from './definition-order.ts'

/** Times in ms. `sortAt` is when the post counts as written: not later than it came here. */
export type RankedPost = {
  uri: string
  sortAt: number
  likes: number
  reposts: number
  replies: number
  quotes: number
}

const [hour, day] = [3600_000, 24 * 3600_000]
const newest: Order = { by: 'newest' }

/**
 * The sort key of a post, a safe integer; posts of the same key go by id. Of `newest` and `hot` it is a time in ms.
 * @param now ms; matters for `random` only: see whenRanked
 */
export function sortKeyOf(order: Order = newest, post: RankedPost, now: number): number {
  switch (order.by) {
    case 'newest':
      return Math.floor(post.sortAt)
    case 'hot':
      return hotKey(order, post)
    case 'mostLiked':
      // Likes first, then the second: 2^20 likes × 2^32 s stay exact.
      return Math.min(Math.max(post.likes, 0), 2 ** 20) * 2 ** 32 + clamp(Math.floor(post.sortAt / 1000), 2 ** 32 - 1)
    case 'random':
      return hashOf(`${Math.floor(now / day)} ${post.uri}`)
  }
}

/**
 * When the key of a post that is in a feed has to be made anew: `once` never, `counts` when it is liked and so on,
 * `daily` when a day (UTC) begins.
 */
export function whenRanked(order: Order = newest): 'once' | 'counts' | 'daily' {
  if (order.by === 'newest') return 'once'
  return order.by === 'random' ? 'daily' : 'counts'
}

/** Posts that count before this time (ms) are not in the feed any more; undefined when all may stay. */
export function oldestOf(order: Order = newest, now: number): number | undefined {
  return order.by === 'mostLiked' ? now - order.withinHours * hour : undefined
}

/**
 * (1 + engagement) × 2^(−age / half-life) sorts at every moment as the time of the post does when each doubling of the
 * first factor makes it one half-life younger. So the key needs no clock, and grows only when somebody likes.
 */
function hotKey(order: Extract<Order, { by: 'hot' }>, post: RankedPost): number {
  const { likes, reposts, replies, quotes, halfLifeHours } = { ...usualHeat, ...withoutGaps(order) }
  const engagement = likes * post.likes + reposts * post.reposts + replies * post.replies + quotes * post.quotes
  return Math.floor(post.sortAt + Math.log2(1 + Math.max(engagement, 0)) * halfLifeHours * hour)
}

/** `{likes: undefined}` must not hide the usual weight. */
function withoutGaps(order: Extract<Order, { by: 'hot' }>): Partial<typeof usualHeat> {
  return Object.fromEntries(Object.entries(order).filter(([, value]) => typeof value === 'number'))
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most)
}

/** 52 bits of text, evenly spread (two rounds of MurmurHash3's mixer over FNV-like sums). */
function hashOf(text: string): number {
  let [a, b] = [0x9e3779b1, 0x85ebca6b]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x27d4eb2f)
  }
  return (mix(a ^ (b >>> 15)) & 0xfffff) * 2 ** 32 + (mix(b ^ (a >>> 13)) >>> 0)
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
