// What the builder offers: every source and filter of the definition, with its fields.
import type { BuilderControl } from '#types/feed-builder.ts'
import { usualHeat } from './definition-order.ts'

/** How the text of a field becomes a value of the definition. */
export type FieldReading =
  | { as: 'words' | 'lines' }
  | { as: 'people' }
  | { as: 'person' }
  | { as: 'record'; collection: string }
  | { as: 'number' }
  | { as: 'text' }
  | { as: 'flag' }
  | { as: 'choice' }
  | { as: 'yesNo' }
  | { as: 'several' }

export type FieldKind = {
  key: string
  label: string
  control: BuilderControl
  reading: FieldReading
  hint?: string
  placeholder?: string
  options?: { value: string; label: string }[]
  /** What the field of a new part says. */
  initial?: string[]
  /** Absent from the definition while it says nothing. */
  isOptional?: boolean
  /** Folded away. */
  isMore?: boolean
}

export type PartKind = { type: string; label: string; group: string; icon: string; hint?: string; fields: FieldKind[] }

const choicesOf = (options: Record<string, string>) =>
  Object.entries(options).map(([value, label]) => ({ value, label }))

const tags: FieldKind = {
  key: 'tags',
  label: 'Hashtags',
  control: 'area',
  reading: { as: 'words' },
  hint: 'With or without #, parted by spaces. One of them is enough.',
}
const people: FieldKind = {
  key: 'dids',
  label: 'People',
  control: 'people',
  reading: { as: 'people' },
  hint: 'Handles, links to profiles or DIDs, parted by spaces or lines.',
  placeholder: 'ada.example.org',
}
const domains: FieldKind = {
  key: 'domains',
  label: 'Domains',
  control: 'area',
  reading: { as: 'words' },
  hint: 'Like example.org, parted by spaces; their subdomains count, too.',
}
const person: FieldKind = {
  key: 'did',
  label: 'Whose',
  control: 'text',
  reading: { as: 'person' },
  hint: 'A handle, a link to a profile or a DID.',
  placeholder: 'ada.example.org',
}
const list: FieldKind = {
  key: 'uri',
  label: 'List',
  control: 'record',
  reading: { as: 'record', collection: 'app.bsky.graph.list' },
  hint: 'Its link, from bsky.app or from here. Whoever is on it when a post comes counts.',
}
const privateList: FieldKind = {
  key: 'list',
  label: 'Private list',
  control: 'select',
  reading: { as: 'choice' },
  hint: 'Nobody sees the list’s name, but whoever reads a published feed sees whose posts are in it.',
}
const post: FieldKind = {
  key: 'uri',
  label: 'Post',
  control: 'record',
  reading: { as: 'record', collection: 'app.bsky.feed.post' },
  hint: 'Its link, from bsky.app or from here.',
}
const places: FieldKind = {
  key: 'in',
  label: 'Look in',
  control: 'several',
  reading: { as: 'several' },
  options: choicesOf({ text: 'text', alt: 'descriptions of pictures', links: 'titles of links', tags: 'hashtags' }),
  hint: 'The text alone when none is chosen.',
  isOptional: true,
  isMore: true,
}
const caseSensitive: FieldKind = {
  key: 'caseSensitive',
  label: 'Small and capital letters differ',
  control: 'flag',
  reading: { as: 'flag' },
  isMore: true,
}
const number = (key: string, label: string, more: Partial<FieldKind> = {}): FieldKind => ({
  key,
  label,
  control: 'number',
  reading: { as: 'number' },
  isOptional: true,
  ...more,
})
const bounds = [number('atLeast', 'At least'), number('atMost', 'At most')]

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
  { type: 'authors', label: 'People', group: 'People', icon: 'users', fields: [people] },
  { type: 'list', label: 'A list', group: 'People', icon: 'list', fields: [list] },
  { type: 'privateList', label: 'A private list', group: 'People', icon: 'lock', fields: [privateList] },
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
    ],
  },
  { type: 'follows', label: 'Who somebody follows', group: 'People', icon: 'users', fields: [person] },
  {
    type: 'mutuals',
    label: 'Mutuals',
    group: 'People',
    icon: 'users',
    hint: 'Follows of somebody who follow back.',
    fields: [person],
  },
  {
    type: 'quietPosters',
    label: 'Quiet posters',
    group: 'People',
    icon: 'users',
    hint: 'Follows of somebody who post seldom, and are easily missed.',
    fields: [person, number('postsPerDay', 'Fewer posts a day than', { initial: ['1'], isOptional: false })],
  },
  {
    type: 'viewer',
    label: 'Whoever the reader follows',
    group: 'People',
    icon: 'user',
    hint: 'A personal feed: another for everybody who reads it.',
    fields: [number('most', 'At most so many people', { isMore: true })],
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
        hint: 'Its link, from bsky.app or from here.',
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

const says = 'What it says'
const who = 'Who wrote it'
const has = 'What is in it'
const fate = 'What became of it'

export const filterKinds: PartKind[] = [
  {
    type: 'keywords',
    label: 'Words',
    group: says,
    icon: 'search',
    fields: [
      {
        key: 'words',
        label: 'Words',
        control: 'area',
        reading: { as: 'lines' },
        hint: 'Words or phrases, one a line. One of them is enough.',
      },
      { key: 'partial', label: 'Parts of words count, too', control: 'flag', reading: { as: 'flag' }, isMore: true },
      caseSensitive,
      places,
    ],
  },
  { type: 'hashtags', label: 'Hashtags', group: says, icon: 'hash', fields: [tags] },
  {
    type: 'pattern',
    label: 'A pattern',
    group: says,
    icon: 'code',
    fields: [
      {
        key: 'pattern',
        label: 'Pattern',
        control: 'text',
        reading: { as: 'text' },
        hint: 'A regular expression as RE2 reads it.',
      },
      caseSensitive,
      places,
    ],
  },
  {
    type: 'languages',
    label: 'Languages',
    group: says,
    icon: 'languages',
    fields: [
      {
        key: 'languages',
        label: 'Languages',
        control: 'text',
        reading: { as: 'words' },
        hint: 'Codes parted by spaces: en, de, pt-BR.',
      },
    ],
  },
  { type: 'length', label: 'Length', group: says, icon: 'sliders', hint: 'In characters.', fields: bounds },
  { type: 'authors', label: 'People', group: who, icon: 'users', fields: [people] },
  { type: 'list', label: 'People on a list', group: who, icon: 'list', fields: [list] },
  { type: 'privateList', label: 'People on a private list', group: who, icon: 'lock', fields: [privateList] },
  {
    type: 'rate',
    label: 'How much the author posts',
    group: who,
    icon: 'sliders',
    hint: 'Posts a day, on the average of 30 days.',
    fields: bounds,
  },
  {
    type: 'accountAge',
    label: 'Age of the account',
    group: who,
    icon: 'user',
    hint: 'In days.',
    fields: bounds,
  },
  {
    type: 'media',
    label: 'Pictures and media',
    group: has,
    icon: 'image',
    fields: [
      {
        key: 'kinds',
        label: 'One of these is in it',
        control: 'several',
        reading: { as: 'several' },
        options: choicesOf({
          image: 'picture',
          gif: 'GIF',
          video: 'video',
          link: 'link card',
          quote: 'quote',
          none: 'none of them',
        }),
      },
    ],
  },
  {
    type: 'altText',
    label: 'Descriptions of pictures',
    group: has,
    icon: 'image',
    fields: [
      {
        key: 'present',
        label: 'Descriptions',
        control: 'select',
        reading: { as: 'yesNo' },
        options: choicesOf({ true: 'none is missing', false: 'one is missing' }),
        initial: ['true'],
      },
    ],
  },
  {
    type: 'kinds',
    label: 'Replies, quotes, reposts',
    group: has,
    icon: 'messageSquare',
    fields: [
      {
        key: 'kinds',
        label: 'It is one of these',
        control: 'several',
        reading: { as: 'several' },
        options: choicesOf({ post: 'post that begins', reply: 'reply', quote: 'quote', repost: 'repost' }),
      },
    ],
  },
  {
    type: 'links',
    label: 'Links',
    group: has,
    icon: 'link',
    fields: [
      {
        key: 'present',
        label: 'Links',
        control: 'select',
        reading: { as: 'yesNo' },
        options: choicesOf({ true: 'it has a link', false: 'it has none' }),
        initial: ['true'],
      },
    ],
  },
  { type: 'domains', label: 'Links to a website', group: has, icon: 'link', fields: [domains] },
  {
    type: 'labels',
    label: 'Labels',
    group: has,
    icon: 'flag',
    fields: [
      {
        key: 'labels',
        label: 'Labels',
        control: 'text',
        reading: { as: 'words' },
        hint: 'As the network names them: porn, spam, graphic-media.',
      },
    ],
  },
  {
    type: 'engagement',
    label: 'Likes, reposts, replies',
    group: fate,
    icon: 'heart',
    fields: [
      {
        key: 'of',
        label: 'Count of',
        control: 'select',
        reading: { as: 'choice' },
        options: choicesOf({ likes: 'likes', reposts: 'reposts', replies: 'replies', quotes: 'quotes' }),
        initial: ['likes'],
      },
      ...bounds,
      number('withinHours', 'Within hours', { isMore: true, hint: 'Only what came so soon after the post counts.' }),
    ],
  },
  {
    type: 'age',
    label: 'Age of the post',
    group: fate,
    icon: 'sliders',
    fields: [number('atMostHours', 'At most hours', { initial: ['24'], isOptional: false })],
  },
  {
    type: 'seen',
    label: 'Seen by the reader already',
    group: fate,
    icon: 'eyeOff',
    hint: 'As clients tell of it; usually left out.',
    fields: [],
  },
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
