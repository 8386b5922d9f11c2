// Tides, ferries, harbours, fences.
import { type PostSeed, reply } from '../post-seed.ts'

export const coast: PostSeed[] = [
  {
    by: 'marit',
    key: 'tide-board',
    hours: 240,
    liked: 0.9,
    text: 'The tide board in the boathouse now runs on a computer the size of a bar of soap. It has one job, and it is 4 minutes more honest than the old one. The old one is retired to the wall, with its chalk.',
    images: [['harbour', 'The harbour at night: lit windows above black water, three boats with red lamps.']],
    replies: [
      reply('omar', 'What happens when the power goes?', [
        reply('marit', 'Then somebody looks out of the window and shouts. We tested it.'),
      ]),
      reply('vestland', 'Vi hørte ropet. Det stemte på minuttet.'),
      reply('oona', 'Keep the chalk.'),
    ],
  },
  {
    by: 'vestland',
    hours: 2.2,
    text: 'Lavvann i dag kl. 14.52, det laveste denne måneden. Ta på støvler. #tides',
    reposts: ['marit', 'kveldsposten'],
  },
  {
    by: 'kveldsposten',
    hours: 1.4,
    text: 'Ferja Halhjem–Sandvikvåg er innstilt til klokken 14 på grunn av vind. Neste oppdatering kl. 12.30.',
    replies: [
      reply('marit', 'Then the soup is on the house. Come by, whoever is stuck.', [
        reply('kveldsposten', 'Vi er stuck. Vi er tre.', [reply('marit', 'Det er nok suppe til fire.')]),
      ]),
    ],
  },
  {
    by: 'kenji',
    hours: 3,
    liked: 1,
    reposts: ['marit', 'ines', 'amina'],
    text: '始発まであと二時間。港の灯りがひとつずつ消えていくのを、缶コーヒーを持ったまま数えている。',
    images: [['harbour', '夜明け前の港。水面に残る灯り。']],
    replies: [
      reply(
        'marit',
        'いくつ残っていますか。',
        [reply('kenji', '三つ。いま、二つ。', [reply('marit', 'Kaffen rekker til to.')])],
        { langs: ['ja'] },
      ),
      reply('wren', 'I do not read this and I know exactly where you are standing.'),
    ],
  },
  {
    by: 'lena',
    hours: 4.3,
    liked: 0.8,
    text: 'Vom Schlossberg, gegen halb acht. Kein Wind, überall Rauch.',
    images: [['roofs', 'A very wide view over red tiled roofs with a green church dome and a spire.']],
    replies: [reply('ines', 'Telhados da cor do forno.')],
  },
  {
    by: 'allotment',
    key: 'fence-shout',
    hours: 56,
    text: 'WHOEVER MOVED THE FENCE MOVED IT THE WRONG WAY',
    replies: [
      {
        by: 'marit',
        key: 'fence',
        text: 'Which way was it moved, and from where? I have the 1961 map of the plots if it helps anybody.',
        replies: [
          reply('allotment', 'TOWARDS THE LEEKS', [
            reply('marit', 'On the map there are no leeks.', [
              reply('allotment', 'THE MAP IS THE PROBLEM', [
                reply('wren', 'Every war in one thread.'),
                reply('marit', 'I am going to make tea now. Good luck with the fence.'),
              ]),
            ]),
          ]),
          reply('oona', 'In our village the fence moves by itself. Frost.'),
        ],
      },
    ],
  },
  {
    by: 'allotment',
    key: 'leek-offer',
    hours: 80,
    liked: 0,
    text: 'LEEKS LEEKS LEEKS best price write now https://leeks.example.com/offer?ref=14 #leeks #leeks2 #leeks3',
  },
  {
    by: 'vestland',
    hours: 28,
    langs: ['nb'],
    text: 'I kveld kl. 20: en time trekkspill fra Fusa, uten avbrytelser og uten unnskyldning.',
    replies: [
      reply('joao', 'Acordeão! Tem gravação?', [reply('vestland', 'Ja. For mange.')]),
      reply('oona', 'Naapurini kiittää varoituksesta.'),
    ],
  },
  {
    by: 'kveldsposten',
    hours: 52,
    text: 'Torsken er tilbake i Bjørnafjorden, sier tre av fire fiskere. Den fjerde vil ikke si hvor.',
    link: {
      uri: 'https://kveldsposten.example.com/torsk',
      title: 'Tre av fire fiskere',
      description: 'Den fjerde ville heller snakke om motoren sin.',
    },
    reposts: ['marit'],
    replies: [reply('wren', 'The fourth is the only expert.')],
  },
  {
    by: 'marit',
    hours: 76,
    langs: ['nb'],
    text: 'Nordlys over jernbanestasjonen. Toget kom ikke. Ingen klagde. #nattog',
    liked: 0.9,
    replies: [reply('piotr', 'Opóźnienie usprawiedliwione.')],
  },
]
