// Order of a definition: how a feed sorts what it keeps, and what it leaves out of a page.
import { z } from 'zod'
import { countWithin, definitionLimits, listOf, numberWithin, recordUri } from './definition-values.ts'

const weight = numberWithin('A weight', 0, 1000)

/** How posts are sorted. Without any the newest come first. */
export const order = z.discriminatedUnion(
  'by',
  [
    z.strictObject({ by: z.literal('newest') }),
    /** Engagement, weighted, that halves with every `halfLifeHours` of age. */
    z.strictObject({
      by: z.literal('hot'),
      likes: weight.optional(),
      reposts: weight.optional(),
      replies: weight.optional(),
      quotes: weight.optional(),
      halfLifeHours: numberWithin('A half-life', 0.1, 24 * 30).optional(),
    }),
    /** Posts of the last `withinHours`, those with the most likes first. */
    z.strictObject({ by: z.literal('mostLiked'), withinHours: numberWithin('Hours', 1, 24 * 30) }),
    /** Shuffled once a day (UTC), the same for everybody. */
    z.strictObject({ by: z.literal('random') }),
  ],
  { error: 'There is no such order. Known are newest, hot, mostLiked and random.' },
)

export type Order = z.infer<typeof order>

/** What hot means where a definition does not say. */
export const usualHeat = { likes: 1, reposts: 2, replies: 1, quotes: 2, halfLifeHours: 6 }

/** At most so many posts of one author in any `withinHours`. */
export const perAuthor = z.strictObject({
  atMost: countWithin('Posts of an author', 1, 1000),
  withinHours: numberWithin('Hours', 0.1, 24 * 30),
})

/** Minutes between two posts of one author. */
export const gapMinutes = numberWithin('Minutes', 1, 24 * 60)

/** Posts on top, in this order. */
export const pinned = listOf(recordUri('app.bsky.feed.post', 'A post'), definitionLimits.pinned, 'Posts', 'post')

/** What counts as the same besides the post itself: quoting the same post, linking to the same page. First one wins. */
export const unique = listOf(z.enum(['quote', 'link'], 'Either quote or link.'), 2, 'Kinds', 'kind')
