// The corners of the format: long, tiny, wide, mixed, gated, gone.
import { type PostSeed, reply } from '../post-seed.ts'

/** Exactly 300 graphemes, many of more than one code point. */
const threeHundred = `${'👩🏽‍🌾🏳️‍🌈é'.repeat(10)} thirty graphemes of weather to start with, and then a long sentence that walks down to the harbour, counts the boats, finds one too many, counts again, sits down on the wall, opens a flask, and decides that the number of boats is whatever it is to-day. Goodnight, all!!`

export const corners: PostSeed[] = [
  { by: 'oona', key: 'three-hundred', hours: 88, langs: ['en'], text: threeHundred },
  {
    by: 'lena',
    key: 'facets',
    hours: 62,
    langs: ['de', 'en'],
    text: '👨‍👩‍👧‍👦 Für @amina.test und @yael.test 👩🏽‍🚀: die Folien liegen auf [meiner Seite](https://folien.example.com/graz#fehler) und unter https://folien.example.com/graz?lang=de&seite=2. Danke an @niemand.test! #Fehlermeldungen #日本語 #كتب 🏔️',
    replies: [
      reply('amina', 'شكراً @lena.test! الصفحة https://maktaba.example.com/أطلس ستردّ عليك. #كتب'),
      reply('yael', 'תודה! #תרגום'),
    ],
  },
  {
    by: 'wren',
    key: 'record-with-media',
    hours: 15,
    text: 'Same blue, other animal.',
    quote: 'november-kiln',
    images: [['heron', 'A grey heron, blue in this light, among reeds.']],
    replies: [reply('ines', 'Vou roubar a garça para um prato.')],
  },
  {
    by: 'marit',
    key: 'quote-with-link',
    hours: 13,
    text: 'For everyone asking where the sleeper thread began.',
    quote: 'poll',
    link: {
      uri: 'https://fjordpost.example.com/night',
      title: 'Night, by rail',
      description: 'All posts, with maps.',
      thumb: 'train',
    },
  },
  {
    by: 'tomas',
    key: 'quote-of-quote',
    hours: 12.5,
    text: 'A map of a thread of a poll. We have built a station.',
    quote: 'quote-with-link',
  },
  {
    by: 'ines',
    key: 'gated',
    hours: 19,
    langs: ['en'],
    text: 'A question for the three people named here only: which of the November bowls stays in the house? @kenji.test @marit.test @joao.test',
    mayReply: ['mentioned'],
    replies: [
      reply('kenji', '青いの。迷わず。', [reply('ines', 'Sabia.')]),
      reply('marit', 'The slate one, because nobody will ask for it.'),
      { by: 'devdatta', key: 'refused-reply', text: 'The cracked one. (I know I was not asked.)' },
    ],
  },
  {
    by: 'kveldsposten',
    key: 'no-replies',
    hours: 23,
    text: 'Kommentarfeltet er stengt i kveld. Vi er på trekkspillkonsert alle sammen.',
    mayReply: [],
    mayQuote: false,
  },
  {
    by: 'oona',
    key: 'self-labelled',
    hours: 39,
    text: 'Sauna, sitten avanto, sitten tämä. Ei ketään muuta rannalla, onneksi.',
    selfLabels: ['nudity'],
    images: [['fjord', 'Layered hills over still water and one small boat; nobody in sight.']],
    replies: [reply('lena', 'Respekt. Wie viel Grad?', [reply('oona', 'Vedessä yksi. Minussa nolla.')])],
  },
  {
    by: 'marit',
    hours: 102,
    key: 'two-shapes',
    text: 'Tall and wide, so that neither feels alone.',
    images: [
      ['birch', 'Birch trunks, a very tall picture.'],
      ['roofs', 'Roofs, a very wide picture.'],
    ],
  },
  {
    by: 'tomas',
    hours: 105,
    key: 'fjord-film',
    text: 'Four seconds of fjord from the ferry. There is no sound; there was only wind.',
    video: ['fjord-film.mp4', 'Layered hills in grey-blue light glide slowly past.'],
  },
  { by: 'wren', hours: 108, key: 'no-alt', text: 'No words, no description, shame on me.', images: [['harbour', '']] },
  { by: 'tomas', hours: 112, text: '🚂🌙', liked: 0.9, reposts: ['piotr'] },
  { by: 'joao', hours: 126, key: 'picture-only', text: '', images: [['balcony', 'A balcony with tomatoes.']] },
  {
    by: 'amina',
    hours: 128,
    key: 'mixed-direction',
    langs: ['ar', 'en'],
    text: 'العنوان الإنجليزي هو “The Sea, Corrected” والصفحة 12 (لا 21) فيها خطأ: كُتب Sfax بدل Sousse.\n\nShalom ושלום وسلام.',
  },
  {
    by: 'piotr',
    hours: 132,
    key: 'muted-word',
    text: 'No spoilers for the final episode of the dispatcher series, please: I am still in 1983.',
    replies: [reply('omar', 'In the final episode the train arrives.', [reply('piotr', 'Monster.')])],
  },
  {
    by: 'lena',
    hours: 136,
    key: 'long-word',
    text: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftssitzungsprotokollführerstellvertreterin https://example.com/a/very/long/address/that/never/ends/and/goes/on/for/a/good/while/after/it/should/have/stopped.html?with=parameters&and=more',
  },
  {
    by: 'vestland',
    hours: 200,
    text: 'Høyvann 08.41: 132 cm\nLavvann 14.52: 21 cm\nHøyvann 21.06: 128 cm\n\nSol opp 09.03\nSol ned 15.44\n\n#tides',
  },
]
