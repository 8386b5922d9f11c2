// Filters of a definition: what a feed keeps of its sources. All must hold; all, any and none nest.
import { z } from 'zod'
import {
  countWithin,
  definitionLimits,
  domains,
  labels,
  languages,
  listOf,
  numberWithin,
  people,
  places,
  privateListKey,
  recordUri,
  tags,
  words,
} from './definition-values.ts'
import { readPattern } from './read-pattern.ts'

const flag = z.boolean('Must be true or false.')
const postsPerDay = numberWithin('Posts a day', 0, 10_000)
const days = numberWithin('Days', 0, 10_000)
const characters = countWithin('Characters', 0, 3000)

const mediaKinds = z.enum(
  ['image', 'gif', 'video', 'link', 'quote', 'none'],
  'Kinds of media are image, gif, video, link, quote and none.',
)
const postKinds = z.enum(['post', 'reply', 'quote', 'repost'], 'Kinds of posts are post, reply, quote and repost.')
const counted = z.enum(['likes', 'reposts', 'replies', 'quotes'], 'Counted are likes, reposts, replies and quotes.')

/** Filters without others inside. Bounds (`atLeast`, `atMost`) include what they name. */
const plain = [
  z.strictObject({ type: z.literal('hashtags'), tags }),
  /** One of the words. They are whole words in any case, in the text, unless told otherwise. */
  z.strictObject({
    type: z.literal('keywords'),
    words,
    caseSensitive: flag.optional(),
    partial: flag.optional(),
    in: places.optional(),
  }),
  /** A regular expression as RE2 reads it: it cannot hang. */
  z.strictObject({
    type: z.literal('pattern'),
    pattern: z
      .string('A pattern must be text.')
      .min(1, 'A pattern must not be empty.')
      .max(definitionLimits.patternLength, `A pattern has at most ${definitionLimits.patternLength} characters.`)
      .superRefine((pattern, context) => {
        const read = readPattern(pattern)
        if ('mistake' in read) context.addIssue({ code: 'custom', message: read.mistake })
      }),
    caseSensitive: flag.optional(),
    in: places.optional(),
  }),
  z.strictObject({ type: z.literal('authors'), dids: people }),
  z.strictObject({ type: z.literal('list'), uri: recordUri('app.bsky.graph.list', 'A list') }),
  z.strictObject({ type: z.literal('privateList'), list: privateListKey }),
  /** How much the author posts, on the average of 30 days. */
  z.strictObject({ type: z.literal('rate'), atLeast: postsPerDay.optional(), atMost: postsPerDay.optional() }),
  /** How old the author's account is. */
  z.strictObject({ type: z.literal('accountAge'), atLeast: days.optional(), atMost: days.optional() }),
  z.strictObject({ type: z.literal('labels'), labels }),
  z.strictObject({ type: z.literal('languages'), languages }),
  z.strictObject({ type: z.literal('media'), kinds: listOf(mediaKinds, 6, 'Kinds', 'kind') }),
  /** Whether every picture and video has a description; a post without any has none missing. */
  z.strictObject({ type: z.literal('altText'), present: flag }),
  z.strictObject({ type: z.literal('kinds'), kinds: listOf(postKinds, 4, 'Kinds', 'kind') }),
  z.strictObject({ type: z.literal('links'), present: flag }),
  z.strictObject({ type: z.literal('domains'), domains }),
  /** Length of the text in graphemes. */
  z.strictObject({ type: z.literal('length'), atLeast: characters.optional(), atMost: characters.optional() }),
  /** How old a post may get before it leaves the feed. */
  z.strictObject({ type: z.literal('age'), atMostHours: numberWithin('Hours', 0.1, 24 * 365) }),
  /** Counted from the firehose, since the post; `withinHours`: only what came so soon after it. */
  z.strictObject({
    type: z.literal('engagement'),
    of: counted,
    atLeast: countWithin('A count', 0, 10_000_000).optional(),
    atMost: countWithin('A count', 0, 10_000_000).optional(),
    withinHours: numberWithin('Hours', 0.1, 24 * 30).optional(),
  }),
  /** What the reader has seen of it already, as clients tell (app.bsky.feed.sendInteractions). */
  z.strictObject({ type: z.literal('seen') }),
] as const

type PlainFilter = z.infer<(typeof plain)[number]>
export type Filter = PlainFilter | { type: 'all' | 'any' | 'none'; of: Filter[] }

const bounded = new Set(['rate', 'accountAge', 'length', 'engagement'])

export const plainFilter = z
  .discriminatedUnion('type', [...plain], {
    error:
      'There is no such filter. Known are all, any, none, hashtags, keywords, pattern, authors, list, privateList, ' +
      'rate, accountAge, labels, languages, media, altText, kinds, links, domains, length, age, engagement and seen.',
  })
  .superRefine((filter, context) => {
    if (!bounded.has(filter.type)) return
    const { atLeast, atMost } = filter as { atLeast?: number; atMost?: number }
    if (atLeast === undefined && atMost === undefined) {
      context.addIssue({ code: 'custom', message: 'Name a least or a most.' })
    } else if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      context.addIssue({ code: 'custom', path: ['atLeast'], message: 'The least is more than the most.' })
    }
  })

/** A filter that may hold others, down to `depth` more levels. Not recursive without end: a document from outside is. */
function filterOfDepth(depth: number): z.ZodType<Filter> {
  if (depth === 0) return plainFilter
  const inner = filterOfDepth(depth - 1)
  const group = z.strictObject({
    type: z.enum(['all', 'any', 'none']),
    of: z
      .array(inner, 'The conditions must be a list.')
      .min(1, 'Name at least one condition.')
      .max(definitionLimits.filters, `Name at most ${definitionLimits.filters} conditions.`),
  })
  const isGroup = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    ['all', 'any', 'none'].includes(String(value.type))
  // Chosen by hand: a union would report the mistakes of every branch.
  return z.unknown().transform((value, context) => {
    const result = (isGroup(value) ? group : plainFilter).safeParse(value)
    if (result.success) return result.data
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  }) as unknown as z.ZodType<Filter>
}

export const filters = z
  .array(filterOfDepth(definitionLimits.filterDepth), 'Filters must be a list.')
  .max(definitionLimits.filters, `Name at most ${definitionLimits.filters} filters.`)
  .refine((list) => countFilters(list) <= definitionLimits.filterNodes, {
    message: `A feed has at most ${definitionLimits.filterNodes} filters, those inside others counted.`,
  })

function countFilters(list: Filter[]): number {
  return list.reduce(
    (sum, filter) => sum + 1 + ('of' in filter && Array.isArray(filter.of) ? countFilters(filter.of) : 0),
    0,
  )
}
