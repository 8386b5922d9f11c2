// Feeds to start from.
import type { Definition, Filter } from './definition.ts'

/** For whom a template is filled in: the DID of a person, and a language code. */
export type TemplateFor = { did: string; language: string }

export type FeedTemplate = {
  key: string
  title: string
  /** What it is good for, in a sentence. */
  description: string
  fill: (person: TemplateFor) => Definition
}

const none = (...of: Filter[]): Filter => ({ type: 'none', of })
const noReplies = none({ type: 'kinds', kinds: ['reply'] })
const noReposts = none({ type: 'kinds', kinds: ['repost'] })
const nothingAdult = none({ type: 'labels', labels: ['porn', 'sexual', 'nudity', 'graphic-media'] })

export const feedTemplates: FeedTemplate[] = [
  {
    key: 'quiet-posters',
    title: 'Quiet posters',
    description: 'People you follow who post less than once a day, so that nobody drowns them out.',
    fill: ({ did }) => ({
      version: 1,
      sources: [{ type: 'quietPosters', did, postsPerDay: 1 }],
      filters: [noReplies, noReposts],
    }),
  },
  {
    key: 'mutuals',
    title: 'Mutuals, no reposts',
    description: 'What people who follow you back write themselves.',
    fill: ({ did }) => ({ version: 1, sources: [{ type: 'mutuals', did }], filters: [noReposts] }),
  },
  {
    key: 'described-art',
    title: 'Art with descriptions',
    description: 'Pictures that artists tag, when every one of them is described.',
    fill: () => ({
      version: 1,
      sources: [{ type: 'hashtags', tags: ['art', 'illustration', 'drawing', 'painting', 'sketch'] }],
      filters: [{ type: 'media', kinds: ['image'] }, { type: 'altText', present: true }, noReplies, nothingAdult],
      perAuthor: { atMost: 2, withinHours: 24 },
    }),
  },
  {
    key: 'my-language',
    title: 'Liked in my language',
    description: 'Posts of the whole network in your language that at least twenty people liked within a day.',
    fill: ({ language }) => ({
      version: 1,
      sources: [{ type: 'network' }],
      filters: [
        { type: 'languages', languages: [language] },
        { type: 'engagement', of: 'likes', atLeast: 20, withinHours: 24 },
        noReplies,
        nothingAdult,
      ],
      order: { by: 'hot', halfLifeHours: 6 },
      perAuthor: { atMost: 2, withinHours: 24 },
    }),
  },
  {
    key: 'links-of-friends',
    title: 'Links of friends',
    description: 'Articles that people you follow link to, each page once.',
    fill: ({ did }) => ({
      version: 1,
      sources: [{ type: 'follows', did }],
      filters: [{ type: 'links', present: true }, noReplies],
      unique: ['link'],
    }),
  },
  {
    key: 'hot-topic',
    title: 'Hot in a topic',
    description: 'A topic by its hashtags and words, what is talked about most on top.',
    fill: () => ({
      version: 1,
      sources: [{ type: 'network' }],
      filters: [
        {
          type: 'any',
          of: [
            { type: 'hashtags', tags: ['astronomy', 'space'] },
            { type: 'keywords', words: ['telescope', 'space probe', 'solar eclipse'], in: ['text', 'alt', 'links'] },
          ],
        },
        noReplies,
      ],
      order: { by: 'hot', likes: 1, reposts: 2, replies: 1, quotes: 2, halfLifeHours: 12 },
      gapMinutes: 60,
    }),
  },
  {
    key: 'calm-timeline',
    title: 'Calm timeline',
    description: 'People you follow, a few posts each, without replies and reposts.',
    fill: ({ did }) => ({
      version: 1,
      sources: [{ type: 'follows', did }],
      filters: [noReplies, noReposts],
      perAuthor: { atMost: 3, withinHours: 24 },
      gapMinutes: 60,
    }),
  },
  {
    key: 'missed',
    title: 'What you missed',
    description: 'The most liked of the last day by people you follow, without what you have seen.',
    fill: ({ did }) => ({
      version: 1,
      sources: [{ type: 'follows', did }],
      filters: [none({ type: 'seen' }), noReplies],
      order: { by: 'mostLiked', withinHours: 24 },
      perAuthor: { atMost: 1, withinHours: 24 },
    }),
  },
  {
    key: 'daily-pictures',
    title: 'Pictures of the day',
    description: 'Pictures of people who follow you back, in another order every day, one from each.',
    fill: ({ did }) => ({
      version: 1,
      sources: [{ type: 'mutuals', did }],
      filters: [{ type: 'media', kinds: ['image'] }, { type: 'age', atMostHours: 72 }, noReposts],
      order: { by: 'random' },
      perAuthor: { atMost: 1, withinHours: 72 },
    }),
  },
]
