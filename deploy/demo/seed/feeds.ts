// The feeds of the demo network: whose they are, and what they say of themselves. deploy/demo/feeds has what is in them.
import type { PersonName } from './people.ts'

export type FeedSeed = {
  key: string
  by: PersonName
  title: string
  description: string
  /** A picture of deploy/demo/pictures, without its ending. */
  avatar?: string
  likedBy: PersonName[]
}

/** In the order in which the AppView suggests them. */
export const feeds: FeedSeed[] = [
  {
    key: 'night-trains',
    by: 'tomas',
    title: 'Sleeping cars',
    description: 'Whoever mentions a berth, a timetable or a dining car, newest first. #NightTrains',
    avatar: 'f-night',
    likedBy: ['piotr', 'lena', 'marit', 'omar', 'amina', 'kenji'],
  },
  {
    key: 'kilns',
    by: 'ines',
    title: 'Barro e forno',
    description: 'Clay, glaze, kilns. Do que sai do forno e do que não sai.',
    avatar: 'f-clay',
    likedBy: ['kenji', 'joao', 'oona'],
  },
  {
    key: 'wing-count',
    by: 'wren',
    title: 'Wing count',
    description: 'Anything with wings, moths included. Labels of Marsh Moderation apply, if you asked for them.',
    avatar: 'f-moth',
    likedBy: ['marit', 'oona', 'lena', 'ines', 'amina'],
  },
  {
    key: 'one-more-page',
    by: 'amina',
    title: 'One more page',
    description: 'Books in every language of the street. كتب من كل مكان.',
    avatar: 'f-books',
    likedBy: ['marit', 'joao', 'piotr', 'yael'],
  },
  {
    key: 'endgames',
    by: 'devdatta',
    title: 'Quiet endgames',
    description: 'Chess without engines.',
    avatar: 'f-chess',
    likedBy: ['lena', 'wren'],
  },
  {
    key: 'high-water',
    by: 'vestland',
    title: 'High water',
    description: 'Tides, ferries, boats. Tidevann for Bergen havn.',
    avatar: 'f-tide',
    likedBy: ['marit', 'wren'],
  },
  {
    key: 'first-light',
    by: 'oona',
    title: 'First light',
    description: 'Pictures from around here, and nothing that answers anybody.',
    avatar: 'birch',
    likedBy: ['ines', 'marit', 'kenji', 'joao'],
  },
  {
    key: 'well-loved',
    by: 'kveldsposten',
    title: 'Well loved',
    description: 'What most people liked, since the beginning. The only feed here that counts hearts.',
    likedBy: ['lena'],
  },
  {
    key: 'nobody-saw',
    by: 'kenji',
    title: 'Nobody saw this',
    description: 'Posts with hardly a heart. Some of the best are here.',
    avatar: 'a-moon',
    likedBy: ['marit', 'amina', 'devdatta'],
  },
  { key: 'nordisk', by: 'marit', title: 'På våre mål', description: 'Norsk, svensk, dansk, suomi.', likedBy: ['oona'] },
  {
    key: 'in-portuguese',
    by: 'joao',
    title: 'Em português',
    description: 'De Recife às Caldas.',
    avatar: 'bread',
    likedBy: ['ines'],
  },
]
