// What the builder offers as filters: every kind of the definition, with its fields.
import {
  bounds,
  caseSensitive,
  choicesOf,
  domains,
  list,
  number,
  type PartKind,
  people,
  places,
  privateList,
  tags,
} from './builder-fields.ts'

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
        hint: 'Reposts come in where a source of people asks for them.',
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
