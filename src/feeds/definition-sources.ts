// Sources of a definition: where a feed looks. They are added up.
import { z } from 'zod'
import {
  definitionLimits,
  did,
  domains,
  numberWithin,
  people,
  privateListKey,
  recordUri,
  tags,
} from './definition-values.ts'
import { readSearch } from './search-filters.ts'

const list = recordUri('app.bsky.graph.list', 'A list')
const post = recordUri('app.bsky.feed.post', 'A post')
/** Whether these people also bring what they repost. */
const reposts = z.boolean('Must be true or false.').optional()

/** Every source. A definition is portable: people are DIDs, lists, packs, feeds and posts are at-uris. */
export const source = z.discriminatedUnion(
  'type',
  [
    /** Every post there is. */
    z.strictObject({ type: z.literal('network') }),
    z.strictObject({ type: z.literal('authors'), dids: people, reposts }),
    /** People on a public list, curate or moderation; whoever is on it when a post comes counts. */
    z.strictObject({ type: z.literal('list'), uri: list, reposts }),
    /** People on a list that only the feed's owner sees, on this box. */
    z.strictObject({ type: z.literal('privateList'), list: privateListKey, reposts }),
    z.strictObject({
      type: z.literal('starterPack'),
      uri: recordUri('app.bsky.graph.starterpack', 'A starter pack'),
      reposts,
    }),
    z.strictObject({ type: z.literal('follows'), did, reposts }),
    /** Follows of somebody who follow back. */
    z.strictObject({ type: z.literal('mutuals'), did, reposts }),
    /** Follows of somebody who post less than so many posts a day. */
    z.strictObject({
      type: z.literal('quietPosters'),
      did,
      postsPerDay: numberWithin('Posts a day', 0.01, 100),
      reposts,
    }),
    z.strictObject({ type: z.literal('hashtags'), tags }),
    /** Another feed, of this box or anywhere. */
    z.strictObject({ type: z.literal('feed'), uri: recordUri('app.bsky.feed.generator', 'A feed') }),
    /** What a search would find, as typed into the search box. */
    z.strictObject({
      type: z.literal('search'),
      query: z
        .string('A search must be text.')
        .trim()
        .min(1, 'A search must not be empty.')
        .max(definitionLimits.queryLength, `A search has at most ${definitionLimits.queryLength} characters.`)
        .refine(
          (query) => query.trim() === '' || readSearch(query) !== undefined,
          'Posts are held against a search as they come: it needs a word, a hashtag, a domain: or a from: with a handle, ' +
            'and url:, quotes:, thread:, parent: and following: cannot be in it.',
        ),
    }),
    /** Replies to a post, those to its replies included. */
    z.strictObject({ type: z.literal('replies'), uri: post }),
    z.strictObject({ type: z.literal('quotes'), uri: post }),
    /** Whom the reader follows, whoever that is: a personal feed. */
    z.strictObject({ type: z.literal('viewer') }),
    /** Posts that link to a domain or a part of it. */
    z.strictObject({ type: z.literal('domains'), domains }),
  ],
  {
    error:
      'There is no such source. Known are network, authors, list, privateList, starterPack, follows, mutuals, ' +
      'quietPosters, hashtags, feed, search, replies, quotes, viewer and domains.',
  },
)

export type Source = z.infer<typeof source>
