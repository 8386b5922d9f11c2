// What the ticker's people say: sentences put together from parts, so that it takes long to hear one twice.
import type { PersonName } from './seed/people.ts'

export type Phrase = { by: PersonName; lang: string; text: string }

/** In each, `{…}` is replaced by one of `parts`. */
export const phrases: Phrase[] = [
  { by: 'piotr', lang: 'en', text: 'The {time} from {town} is {minutes} minutes late and nobody minds. #nighttrains' },
  {
    by: 'tomas',
    lang: 'en',
    text: '{town}, {time}: {weather}. The notebook would have given it one line. #NightTrains',
  },
  {
    by: 'lena',
    lang: 'de',
    text: 'Nachtzug nach {town}, Wagen {number}: {minutes} Minuten Verspätung, Stimmung gut. #Nachtzug',
  },
  { by: 'kenji', lang: 'ja', text: '{time}、灯りは残り{number}。 #夜行列車' },
  { by: 'wren', lang: 'en', text: '{number} {bird}, {weather}, one of them looking at me. #birds' },
  { by: 'wren', lang: 'en', text: 'Logbook, {time}: {bird}. Did not see {bird}. Believe in {bird}. #birds' },
  { by: 'ines', lang: 'pt', text: 'Mais {number} {pot} na prateleira, {minutes} minutos de silêncio. #clay' },
  { by: 'ines', lang: 'en', text: 'The kiln says {number} hundred degrees, the {pot} say nothing yet. #clay #glaze' },
  { by: 'amina', lang: 'ar', text: 'أعاد قارئٌ كتاباً متأخراً {number} سنوات، وفي الصفحة {minutes} تذكرة قطار. #كتب' },
  { by: 'yael', lang: 'he', text: 'שורה {minutes}, {number} טעויות, כולן יפות. #fairisle' },
  { by: 'joao', lang: 'pt', text: 'São {time} e já saíram {minutes} pães. #pão' },
  { by: 'oona', lang: 'fi', text: 'Järvellä kello {time}: jäätä {number} senttiä, hiljaisuutta enemmän.' },
  { by: 'omar', lang: 'en', text: 'Error message of the day, from {town}: “{number} is not a number of {bird}.”' },
  { by: 'devdatta', lang: 'en', text: 'Move {minutes}: the king goes to the corner and waits for {weather}. #chess' },
  { by: 'vestland', lang: 'nb', text: 'Lavvann kl. {time}: {minutes} cm. #tides' },
  { by: 'kveldsposten', lang: 'nb', text: 'Ferja fra {town} er {minutes} minutter forsinket. Kaffen er det ikke.' },
  { by: 'allotment', lang: 'en', text: '{number} LEEKS. THE FENCE HAS MOVED {minutes} CM' },
]

export const parts: Record<string, string[]> = {
  town: ['Hendaye', 'Gdynia', 'Bludenz', 'Sfax', 'Canfranc', 'Voss', 'Rovaniemi', 'Graz', 'Irun', 'Halhjem', 'Tarnów'],
  weather: ['thin rain', 'fog to the knee', 'wind off the fjord', 'first frost', 'a sky like slate', 'sun, briefly'],
  bird: ['fieldfares', 'herons', 'swans', 'wrens', 'dippers', 'gulls', 'geese', 'oystercatchers'],
  pot: ['taças', 'canecas', 'jarros', 'pratos', 'bowls', 'cups'],
}

export const answers: { lang: string; text: string }[] = [
  { lang: 'en', text: 'Only {minutes}? Here it was {number}.' },
  { lang: 'en', text: 'I was there in {weather}. It suits the place.' },
  { lang: 'en', text: 'Writing this one down, page {minutes}.' },
  { lang: 'de', text: 'Genau {number}. Ich habe nachgezählt.' },
  { lang: 'pt', text: 'Guardo esta para um dia de {weather}.' },
  { lang: 'nb', text: 'Sånn var det i {town} også.' },
  { lang: 'fr', text: 'À {town}, même chose, mais à {time}.' },
  { lang: 'pt', text: 'Em {town} também, às {time}.' },
  { lang: 'fi', text: '{number} kertaa, ja silti hiljaista.' },
  { lang: 'pl', text: 'Tylko {minutes}? W {town} było {number}.' },
  { lang: 'ja', text: '{number}回、同じことを思いました。' },
  { lang: 'he', text: '{number} פעמים, ובכל זאת.' },
  { lang: 'ar', text: 'في الصفحة {minutes} مثلها تماماً.' },
  { lang: 'en', text: '{number} out of ten, would wait again.' },
]
