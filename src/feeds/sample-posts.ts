// Posts to try a feed with, before the network has sent any: made up, like their authors.
import type { CandidatePost, MediaKind } from '#types/candidate-post.ts'
import type { Counted, Lookups } from './lookups.ts'

/** `handle` for showing; `postsPerDay` and `accountDays` are what the stream would know. */
export type SampleAuthor = { did: string; handle: string; postsPerDay: number; accountDays: number }

const author = (name: string, postsPerDay: number, accountDays: number): SampleAuthor => ({
  did: `did:plc:${`sample${name}`.padEnd(24, 'a')}`,
  handle: `${name}.example`,
  postsPerDay,
  accountDays,
})

export const sampleAuthors = {
  marit: author('marit', 0.4, 900),
  joao: author('joao', 3, 600),
  yuki: author('yuki', 1.5, 420),
  amal: author('amal', 6, 300),
  oksana: author('oksana', 0.8, 700),
  news: author('newsdesk', 48, 1000),
  bot: author('weatherbot', 96, 200),
  fresh: author('fresh', 12, 2),
}

type Name = keyof typeof sampleAuthors
/** Likes, reposts, replies, quotes. */
type Counts = [number, number, number, number]
type Sample = Partial<Omit<CandidatePost, 'uri' | 'did' | 'createdAt'>> & { counts?: Counts; byNow?: string[] }
type Row = [by: Name, hoursAgo: number, lang: string, text: string, more?: Sample]

const picture = (...alts: string[]): Sample => ({ media: ['image'], alts })
const card = (link: string, title: string): Sample => ({ media: ['link'], links: [link], linkTitles: [title] })
const uriOf = (index: number, by: Name) => `at://${sampleAuthors[by].did}/app.bsky.feed.post/sample${index}`
const replyTo = (index: number, by: Name): Sample => ({ reply: { root: uriOf(index, by), parent: uriOf(index, by) } })
const quoting = (index: number, by: Name): Sample => ({ quote: uriOf(index, by), media: ['quote'] })

const rows: Row[] = [
  [
    'marit',
    1,
    'en',
    'The night train to Narvik leaves at ten. I have the lower berth. #nighttrain',
    { tags: ['nighttrain'], counts: [42, 6, 5, 1] },
  ],
  ['joao', 1.2, 'en', 'Which berth is the quiet one?', { ...replyTo(0, 'marit'), counts: [3, 0, 1, 0] }],
  ['marit', 1.3, 'en', 'The one far from the door.', { ...replyTo(0, 'marit'), counts: [5, 0, 0, 0] }],
  [
    'joao',
    2,
    'pt',
    'O eclipse visto do telhado. Que manhã.',
    { ...picture('O sol parcialmente coberto sobre telhados de Lisboa'), counts: [120, 31, 9, 4] },
  ],
  ['joao', 3, 'pt-BR', 'Bom dia! Hoje tem pão de queijo.', { ...picture(''), counts: [14, 0, 2, 0] }],
  [
    'yuki',
    2.5,
    'ja',
    '夜行列車の窓から見た星空です。 #夜行列車',
    { tags: ['夜行列車'], ...picture('暗い車窓の向こうに星が並んでいる'), counts: [310, 80, 12, 6] },
  ],
  ['yuki', 5, 'ja', 'おはようございます。今日は雨です。', { counts: [22, 0, 3, 0] }],
  [
    'yuki',
    8,
    'ja',
    'スケッチ。 #art #drawing',
    { tags: ['art', 'drawing'], ...picture('鉛筆で描かれた駅のホーム'), counts: [64, 12, 2, 0] },
  ],
  ['amal', 0.5, 'ar', 'قطار ليلي عبر الصحراء، والسماء صافية تماما.', { counts: [18, 2, 1, 0] }],
  [
    'amal',
    4,
    'en',
    'A new paper on sleep and night work, and what it does not show.',
    {
      ...card('https://journal.example.org/sleep?utm_source=feed', 'Sleep and night work: a review'),
      counts: [75, 28, 14, 5],
    },
  ],
  ['oksana', 6, 'uk', 'Нічний поїзд запізнюється на годину, зате кава гаряча.', { counts: [33, 3, 4, 0] }],
  [
    'oksana',
    20,
    'en',
    'First moth of the year at the kitchen window.',
    { tags: ['moths'], ...picture('A pale moth on dark glass'), counts: [88, 9, 11, 1] },
  ],
  [
    'oksana',
    21,
    'en',
    'A very short film of it walking.',
    { media: ['video'], alts: ['A moth walks across a window'], counts: [41, 4, 2, 0] },
  ],
  [
    'news',
    0.2,
    'en',
    'Rail strike called off after talks through the night.',
    { ...card('https://news.example.com/rail-strike', 'Rail strike called off'), counts: [540, 210, 96, 60] },
  ],
  [
    'news',
    0.7,
    'en',
    'What the solar eclipse will look like from where you are.',
    { ...card('https://www.news.example.com/eclipse', 'The solar eclipse, hour by hour'), counts: [930, 400, 80, 51] },
  ],
  [
    'news',
    1.7,
    'en',
    'Live: parliament votes on the budget.',
    { ...card('https://news.example.com/budget', 'Budget vote, live'), counts: [66, 20, 130, 44] },
  ],
  [
    'news',
    30,
    'en',
    'Yesterday’s most read: why sleeper trains came back.',
    { ...card('https://news.example.com/sleepers', 'Why sleeper trains came back'), counts: [1200, 480, 150, 90] },
  ],
  ['bot', 0.1, 'en', 'Oslo 4°C, light rain. #weather', { tags: ['weather'] }],
  ['bot', 0.35, 'en', 'Lisbon 16°C, clear. #weather', { tags: ['weather'], counts: [1, 0, 0, 0] }],
  ['bot', 0.6, 'en', 'Sapporo −2°C, snow. #weather', { tags: ['weather'], counts: [2, 0, 0, 0] }],
  [
    'fresh',
    0.3,
    'en',
    'Earn money while you sleep!!! Link in bio',
    { links: ['https://win.example.net/go'], byNow: ['spam'] },
  ],
  [
    'fresh',
    0.4,
    'en',
    'Earn money while you sleep!!! Link in bio',
    { links: ['https://win.example.net/go?utm_source=x'], byNow: ['spam'] },
  ],
  ['joao', 7, 'en', 'This, all of it.', { ...quoting(16, 'news'), counts: [9, 1, 0, 0] }],
  ['amal', 7.5, 'en', 'I have been saying so for years.', { ...quoting(16, 'news'), counts: [12, 0, 2, 0] }],
  ['amal', 9, 'fr', 'Un train de nuit, un livre, une gare vide : tout ce qu’il faut.', { counts: [27, 5, 1, 0] }],
  ['marit', 10, 'nb', 'Kaffe, kart og en lang vei hjem.', { counts: [15, 0, 2, 0] }],
  [
    'marit',
    26,
    'en',
    'Sketchbook page from the harbour. #sketch',
    {
      tags: ['sketch'],
      ...picture('Ink drawing of fishing boats', 'The same boats in watercolour'),
      counts: [51, 8, 3, 0],
    },
  ],
  [
    'oksana',
    27,
    'de',
    'Der Nachtzug fährt wieder bis ans Meer. Straßenbahn zum Bahnhof, dann schlafen. #Nachtzug',
    { tags: ['Nachtzug'], counts: [36, 7, 2, 1] },
  ],
  [
    'yuki',
    28,
    'en',
    'telescope time',
    { media: ['gif'], alts: ['A cat looks through a telescope'], counts: [205, 44, 6, 2] },
  ],
  ['joao', 29, 'es', 'Madrugar para ver el eclipse: sí. Volver a dormir: también.', { counts: [44, 3, 5, 0] }],
  [
    'amal',
    31,
    'en',
    'Figure study. #art #lifedrawing',
    {
      tags: ['art', 'lifedrawing'],
      ...picture('Charcoal drawing of a seated figure'),
      labels: ['nudity'],
      counts: [58, 6, 1, 0],
    },
  ],
  [
    'news',
    33,
    'en',
    'Storm closes the mountain line; buses replace trains.',
    { ...card('https://news.example.com/storm', 'Storm closes mountain line'), counts: [310, 140, 70, 22] },
  ],
  [
    'marit',
    34,
    'en',
    'Snow up to the window. Staying in.',
    { ...picture('Snow against a wooden wall', ''), counts: [47, 2, 8, 0] },
  ],
  [
    'oksana',
    36,
    'en',
    'Does anybody know this beetle?',
    { ...picture('A green beetle on a thumb'), counts: [19, 4, 23, 0] },
  ],
  ['amal', 36.5, 'en', 'Looks like a rose chafer.', { ...replyTo(33, 'oksana'), counts: [11, 0, 1, 0] }],
  ['yuki', 40, 'ko', '야간열차에서 보낸 하룻밤. 고양이가 보고 싶다.', { counts: [29, 2, 1, 0] }],
  [
    'joao',
    44,
    'en',
    'New blog post: building a small telescope from scrap.',
    {
      ...card('https://blog.example.org/telescope', 'A telescope from scrap'),
      links: ['https://blog.example.org/telescope', 'https://example.org'],
      counts: [83, 25, 12, 3],
    },
  ],
  ['fresh', 45, 'en', 'hi, new here. mostly trains and tea', { counts: [6, 0, 3, 0] }],
  ['marit', 47, 'en', '🚂💤', { counts: [31, 1, 0, 0] }],
  ['oksana', 60, 'en', 'A long one. '.repeat(20).trim(), { counts: [8, 0, 0, 0] }],
]

/** @param now ms; the posts are of the two and a half days before. The newest of an author may come after older ones. */
export function makeSamplePosts(now: number): CandidatePost[] {
  const posts = rows.map(
    ([by, hoursAgo, lang, text, { counts: _, byNow: __, ...more } = {}], index): CandidatePost => ({
      uri: uriOf(index, by),
      did: sampleAuthors[by].did,
      text,
      tags: [],
      langs: [lang],
      createdAt: now - hoursAgo * 3600_000,
      media: [] as MediaKind[],
      alts: [],
      links: [],
      ...more,
    }),
  )
  const [carried] = posts
  if (carried === undefined) return posts
  const repost = {
    uri: `at://${sampleAuthors.joao.did}/app.bsky.feed.repost/sample`,
    did: sampleAuthors.joao.did,
    createdAt: now - 1800_000,
  }
  return [...posts, { ...carried, repost }]
}

/** What the stream would know of them. Nobody is on a list, and nothing was seen. @param now ms */
export function makeSampleLookups(now: number): Lookups {
  const byDid = new Map(Object.values(sampleAuthors).map((one) => [one.did, one]))
  const byUri = new Map(rows.map(([by, , , , more], index) => [uriOf(index, by), more]))
  const places: Record<Counted, number> = { likes: 0, reposts: 1, replies: 2, quotes: 3 }
  return {
    now: () => now,
    rateOf: (did) => byDid.get(did)?.postsPerDay,
    accountCreatedAt: (did) => now - (byDid.get(did)?.accountDays ?? 0) * 24 * 3600_000,
    countOf: (uri, of) => byUri.get(uri)?.counts?.[places[of]],
    labelsOf: ({ uri }) => byUri.get(uri)?.byNow ?? [],
  }
}
