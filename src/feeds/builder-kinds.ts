// What the builder offers: sources with their fields, groups, orders, and what spreads a feed.
import {
  choicesOf,
  domains,
  type FieldKind,
  list,
  number,
  type PartKind,
  people,
  person,
  post,
  privateList,
  reposts,
  tags,
} from './builder-fields.ts'
import { usualHeat } from './definition-order.ts'

export const sourceKinds: PartKind[] = [
  { type: 'hashtags', label: 'Hashtags', group: 'Posts', icon: 'hash', fields: [tags] },
  {
    type: 'network',
    label: 'The whole network',
    group: 'Posts',
    icon: 'globe',
    hint: 'Every post there is. It needs a filter that few posts pass, such as words.',
    fields: [],
  },
  { type: 'authors', label: 'People', group: 'People', icon: 'users', fields: [people, reposts] },
  { type: 'list', label: 'A list', group: 'People', icon: 'list', fields: [list, reposts] },
  { type: 'privateList', label: 'A private list', group: 'People', icon: 'lock', fields: [privateList, reposts] },
  {
    type: 'starterPack',
    label: 'A starter pack',
    group: 'People',
    icon: 'userPlus',
    fields: [
      {
        ...list,
        label: 'Starter pack',
        reading: { as: 'record', collection: 'app.bsky.graph.starterpack' },
        hint: 'Its link, from bsky.app or from here.',
      },
      reposts,
    ],
  },
  { type: 'follows', label: 'Who somebody follows', group: 'People', icon: 'users', fields: [person, reposts] },
  {
    type: 'viewer',
    label: 'Whom each reader follows',
    group: 'People',
    icon: 'users',
    hint: 'A personal feed: another one for everybody who reads it. It has no other source.',
    fields: [],
  },
  {
    type: 'mutuals',
    label: 'Mutuals',
    group: 'People',
    icon: 'users',
    hint: 'Follows of somebody who follow back.',
    fields: [person, reposts],
  },
  {
    type: 'quietPosters',
    label: 'Quiet posters',
    group: 'People',
    icon: 'users',
    hint: 'Follows of somebody who post seldom, and are easily missed.',
    fields: [person, number('postsPerDay', 'Fewer posts a day than', { initial: ['1'], isOptional: false }), reposts],
  },
  {
    type: 'feed',
    label: 'Another feed',
    group: 'Other places',
    icon: 'rss',
    fields: [
      {
        ...list,
        label: 'Feed',
        reading: { as: 'record', collection: 'app.bsky.feed.generator' },
        hint: 'Its link, from bsky.app or from here. One that is made elsewhere is asked for its posts every few minutes.',
      },
    ],
  },
  {
    type: 'search',
    label: 'A search',
    group: 'Other places',
    icon: 'search',
    fields: [
      {
        key: 'query',
        label: 'Search',
        control: 'text',
        reading: { as: 'text' },
        hint: 'As in the search field, from: and the like included.',
      },
    ],
  },
  { type: 'replies', label: 'Replies to a post', group: 'Other places', icon: 'messageSquare', fields: [post] },
  { type: 'quotes', label: 'Quotes of a post', group: 'Other places', icon: 'quote', fields: [post] },
  { type: 'domains', label: 'Links to a website', group: 'Other places', icon: 'link', fields: [domains] },
]

/** all, any and none, as a group says it. */
export const groupModes = [
  { value: 'all', label: 'All' },
  { value: 'any', label: 'Any' },
  { value: 'none', label: 'None' },
]

/** What is meant where nothing is typed stands in the field in grey. */
const weight = (key: keyof typeof usualHeat, label: string) =>
  number(`order.${key}`, label, { placeholder: String(usualHeat[key]) })

/** What is set in the section on order. Keys are paths of the definition. */
export const orderFields: FieldKind[] = [
  {
    key: 'order.by',
    label: 'Order',
    control: 'select',
    reading: { as: 'choice' },
    options: choicesOf({
      newest: 'Newest first',
      hot: 'Hot: reactions, fading with age',
      mostLiked: 'Most liked',
      random: 'Shuffled once a day',
    }),
    initial: ['newest'],
  },
  weight('likes', 'Weight of a like'),
  weight('reposts', 'Weight of a repost'),
  weight('replies', 'Weight of a reply'),
  weight('quotes', 'Weight of a quote'),
  weight('halfLifeHours', 'Half-life in hours'),
  number('order.withinHours', 'Of the last hours', { initial: ['24'] }),
]

/** Which of the fields belong to which order. */
export const fieldsOfOrder: Record<string, string[]> = {
  newest: [],
  hot: ['order.likes', 'order.reposts', 'order.replies', 'order.quotes', 'order.halfLifeHours'],
  mostLiked: ['order.withinHours'],
  random: [],
}

export const spreadFields: FieldKind[] = [
  number('perAuthor.atMost', 'Posts of one person, at most'),
  number('perAuthor.withinHours', 'in so many hours', { initial: ['24'] }),
  number('gapMinutes', 'Minutes between two posts of one person'),
  {
    key: 'unique',
    label: 'Only once',
    control: 'several',
    reading: { as: 'several' },
    options: choicesOf({ quote: 'quotes of the same post', link: 'links to the same page' }),
    isOptional: true,
  },
  {
    key: 'pinned',
    label: 'Pinned on top',
    control: 'area',
    reading: { as: 'record', collection: 'app.bsky.feed.post' },
    hint: 'Links to posts, one a line.',
    isOptional: true,
  },
]

export function findKind(kinds: PartKind[], type: string): PartKind | undefined {
  return kinds.find((kind) => kind.type === type)
}
