// What the demo network's feeds hold, by their record keys. Pure: posts in, posts out.
import type { FoundPost } from '../search/search-index.ts'

type Rank = (posts: FoundPost[]) => FoundPost[]

/** The newest posts that say it. */
const about =
  (words: RegExp): Rank =>
  (posts) =>
    posts.filter(({ record }) => words.test(String(record.text ?? '')))

const isPicture = ({ record }: FoundPost) => /embed\.(images|gallery)/.test(JSON.stringify(record.embed ?? ''))
const isStart = ({ record }: FoundPost) => record.reply === undefined
const isIn =
  (...langs: string[]) =>
  (post: FoundPost) =>
    Array.isArray(post.record.langs) && post.record.langs.some((lang) => langs.includes(String(lang)))

/** Each takes the network's posts, newest first. */
export const ranks: Record<string, Rank> = {
  'night-trains': about(/night ?train|nachtz(u|ü)g|夜行|sleeper|timetable|wagon|platform|kupé/i),
  kilns: about(/kiln|clay|glaze|barro|forno|fornada|esmalte|bowl/i),
  'wing-count': about(/heron|bird|gull|owl|corncrake|moth|feather|wing/i),
  'one-more-page': about(/book|page|librar|novel|livre|Buch|كتاب|كتب|本/i),
  endgames: about(/chess|endgame|pawn|knight|rook|बुद्धिबळ/i),
  'high-water': about(/tide|harbour|ferry|ferje|tidevann|sea\b|boat/i),
  'first-light': (posts) => posts.filter((post) => isPicture(post) && isStart(post)),
  'well-loved': (posts) => posts.filter(isStart).sort((left, right) => right.weight - left.weight),
  'nobody-saw': (posts) => posts.filter((post) => isStart(post) && post.weight <= 3),
  nordisk: (posts) => posts.filter(isIn('nb', 'nn', 'sv', 'da', 'fi', 'is')),
  'in-portuguese': (posts) => posts.filter(isIn('pt')),
}
