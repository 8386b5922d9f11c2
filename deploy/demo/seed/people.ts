// The people of the demo network: who they are, in their own words.
export type Person = {
  displayName: string
  description: string
  /** A picture of deploy/demo/pictures, without its ending. */
  avatar: string
  banner?: string
  /** The first is what a post is in unless it says otherwise. */
  langs: string[]
  pronouns?: string
  website?: string
  /** Key of a post. */
  pinned?: string
  /** Asks apps to show the account to signed-in people only. */
  signedInOnly?: true
}

/** By the first part of the handle. The first is the demo's main account. */
export const people = {
  marit: {
    displayName: 'Marit Solheim',
    description:
      'Fjords, timetables, wool. I keep the tide board in a boathouse in Os and a small computer in the hallway.\n\nNorsk, English, a little 日本語.',
    avatar: 'a-marit',
    banner: 'fjord',
    langs: ['en', 'nb'],
    pronouns: 'she / hun',
    website: 'https://fjordpost.example.com',
    pinned: 'tide-board',
  },
  tomas: {
    displayName: 'Tomás Urrutia',
    description: 'Gaueko trenak eta koadernoak. Night trains and notebooks. Irun, mostly platform 4. #NightTrains',
    avatar: 'a-tomas',
    banner: 'train',
    langs: ['en', 'eu', 'es'],
    pinned: 'sleeper',
  },
  wren: {
    displayName: 'Wren Abernathy',
    description:
      'Counts birds for a living and, when the ferry is late, for company. Argyll. Opinions are the heron’s.',
    avatar: 'a-wren',
    banner: 'heron',
    langs: ['en'],
    pronouns: 'they',
  },
  lena: {
    displayName: 'Lena Hofbauer',
    description: 'Graz. Software, Dächer, Berge. Sammelt Fehlermeldungen. Fährt nachts Zug und verliert im Schach.',
    avatar: 'a-lena',
    banner: 'roofs',
    langs: ['de', 'en'],
    pronouns: 'sie / she',
  },
  piotr: {
    displayName: 'Piotr Wieczorek',
    description: 'Kolej, rozkłady jazdy, wagony sypialne. Keeper of dead timetables, Gdynia. Miejsce 31, górne.',
    avatar: 'a-piotr',
    langs: ['pl', 'en'],
    pinned: 'poll',
  },
  kenji: {
    displayName: '星野 健司',
    description: '夜の港と始発電車。陶芸は見るだけ。下関。\nHarbour lights, first trains.',
    avatar: 'a-kenji',
    banner: 'harbour',
    langs: ['ja', 'en'],
  },
  amina: {
    displayName: 'أمينة بن يوسف',
    description:
      'أمينة مكتبة في تونس. هوامش، أطالس، وقطارات لم تعد تمرّ.\nLibrarian in Tunis. I read the margins first.',
    avatar: 'a-amina',
    banner: 'map',
    langs: ['ar', 'fr', 'en'],
    website: 'https://maktaba.example.com',
  },
  yael: {
    displayName: 'יעל מזרחי',
    description:
      'סורגת, מתרגמת, גרה ליד הים. Knitter and translator; asks strangers about their grandmothers’ jumpers.',
    avatar: 'a-yael',
    banner: 'knit',
    langs: ['he', 'en'],
    signedInOnly: true,
  },
  joao: {
    displayName: 'João Batista Lima',
    description: 'Pão, varanda, quinto andar. São Paulo. 🍞🍅 A padaria abre às seis; eu, às cinco.',
    avatar: 'a-joao',
    banner: 'balcony',
    langs: ['pt'],
  },
  oona: {
    displayName: 'Oona Räsänen',
    description: 'Koivuja, saunoja, koelautoja. Photographs the same lake every week since 2014.',
    avatar: 'a-oona',
    banner: 'birch',
    langs: ['fi', 'en'],
  },
  ines: {
    displayName: 'Inês Carvalho',
    description:
      'Oleira em Caldas da Rainha. Grés, cinza de oliveira e muita paciência. Oficina aberta à quinta.\n\nPotter, mostly bowls. #clay',
    avatar: 'a-ines',
    banner: 'bowls',
    langs: ['pt', 'en'],
    pronouns: 'she / ela',
    website: 'https://ines-ceramica.example.com/agenda',
    pinned: 'wrapping',
  },
  omar: {
    displayName: 'Omar Haddad',
    description: 'Maintains other people’s software. Rail in Tunisia, bread anywhere. Montréal by way of Sfax.',
    avatar: 'a-omar',
    banner: 'banner',
    langs: ['en', 'ar', 'fr'],
  },
  devdatta: {
    displayName: 'Devdatta Kulkarni',
    description: 'Endgame studies, quietly. No engines, no drama. Pune · मराठी, English',
    avatar: 'a-dev',
    langs: ['en', 'mr'],
  },
  kveldsposten: {
    displayName: 'Kveldsposten',
    description: 'Lokalavis for kysten sør for Bergen. Ferjer, vær, fiskepriser. Tips: skriv til oss.',
    avatar: 'a-paper',
    langs: ['nb'],
  },
  vestland: {
    displayName: 'Radio Vestland',
    description: 'Tidevann, trafikk og trekkspill. Tides are for Bergen harbour.',
    avatar: 'a-radio',
    langs: ['nb', 'en'],
  },
  allotment: {
    displayName: 'Allotment 14',
    description: 'One plot, four quarrels about fencing, many leeks 🌱',
    avatar: 'a-leaf',
    langs: ['en'],
  },
  marsh: {
    displayName: 'Marsh Moderation',
    description:
      'Labels for people who watch birds eat each other. Predation, nest locations, and who sells what they make.',
    avatar: 'a-moon',
    langs: ['en'],
  },
  halla: {
    displayName: 'Halla Sigurðardóttir',
    description: 'Veðurathugunarkona. Writes down the weather at a lighthouse, four times a day, also on Sundays.',
    avatar: 'harbour',
    langs: ['en', 'is'],
  },
  bruno: {
    displayName: 'Bruno Keller',
    description: 'Buchbinder in St. Gallen. Repariert Rücken, auch von Büchern. Bookbinder; spines of all kinds.',
    avatar: 'shelf',
    langs: ['de', 'en'],
  },
  saoirse: {
    displayName: 'Saoirse Quinlan',
    description: 'Ganseys and gossip from a harbour with eleven boats. Every pattern is somebody’s name.',
    avatar: 'knit',
    langs: ['en', 'ga'],
  },
  paperboat: {
    displayName: '',
    description: '',
    avatar: 'a-cat',
    langs: ['en'],
  },
} satisfies Record<string, Person>

export type PersonName = keyof typeof people
export const names = Object.keys(people) as PersonName[]

/** They have just moved in: the main account does not know them yet. */
export const newcomers: PersonName[] = ['halla', 'bruno', 'saoirse']

/** The account a visitor of the demo signs in with first. */
export const mainPerson: PersonName = 'marit'
