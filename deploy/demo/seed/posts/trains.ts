// Night trains.
import { type PostSeed, reply } from '../post-seed.ts'

export const trains: PostSeed[] = [
  {
    by: 'piotr',
    key: 'poll',
    hours: 34,
    liked: 0.95,
    reposts: ['tomas', 'lena', 'omar'],
    text: 'Poll for people who read timetables for pleasure: which night train, gone or living, would you bring back exactly as it was?',
    replies: [
      reply(
        'lena',
        'Der alte Wiener Walzer nach Basel. Das Frühstück kam in einer Pappschachtel und war trotzdem das beste des Jahres.',
        [reply('omar', 'The cardboard was load-bearing.', [reply('lena', 'Das war der Käse.', [], { langs: ['de'] })])],
        { langs: ['de'] },
      ),
      reply('kenji', 'はまかぜ。下関から京都まで、海が見えるのは最後の二十分だけ。', [
        reply('piotr', 'Twenty minutes of sea after eleven hours of dark is the right proportion.'),
      ]),
      reply('amina', 'تونس – غار الدماء. كان اسمه في البيت: قطار الخبز.', [
        reply('joao', 'Aqui também havia um trem do pão! Saía às três.', [reply('amina', 'إذن نحن أبناء خالة.')]),
      ]),
      reply('oona', 'Rovaniemi, the one that carried cars and one very calm reindeer.'),
      reply(
        'wren',
        'The Fort William sleeper when it still had the window you could open. I heard a corncrake from a moving bed.',
        [
          reply('marit', 'You cannot just say that and leave.', [
            reply('wren', 'Rannoch, 4:50, a June. It was in the ditch by the signal. I wrote the time on my hand.'),
          ]),
        ],
      ),
      {
        by: 'tomas',
        key: 'sleeper',
        hours: 0.55,
        liked: 1,
        reposts: ['marit', 'piotr', 'lena', 'omar', 'amina'],
        text: 'The Barcelona–Hendaye sleeper, winter timetable of 1987. You could board after the theatre and step out into Atlantic rain with a pastry still warm.\n\nI have the conductor’s notebook. He wrote down the weather at every stop for eleven years. @piotr.test, you should see it. #NightTrains',
        images: [['fjord', 'Layered blue mountains over still water, a small boat with a red cabin under a low sun.']],
        replies: [
          reply(
            'piotr',
            'Eleven years of weather! Does he mention the flood of ’88? The line was cut at Tafalla for nine days and the official record has a hole exactly there.',
            [
              reply('tomas', 'He does. Nine pages, and a drawing of a piano floating past the signal box.', [
                reply('piotr', 'I am booking a ticket.', [
                  reply('tomas', 'Bring gloves, the notebook is older than both of us.', [
                    reply('piotr', 'Cotton or nitrile?', [
                      reply(
                        'amina',
                        'Neither: clean dry hands. Gloves tear old paper, ask any librarian.',
                        [
                          reply('piotr', 'I am asking one. Thank you.', [
                            reply('amina', 'بكل سرور. وأرسلوا لي صورة البيانو.', [
                              reply(
                                'tomas',
                                'The piano, page 212. He even wrote which key it drifted in.',
                                [reply('piotr', 'Which?', [reply('tomas', 'E flat. “Mi bemol, lluvia.”')])],
                                {
                                  images: [['map', 'An old sea chart with pencil notes crowding the coast.']],
                                  key: 'piano',
                                },
                              ),
                            ]),
                          ]),
                        ],
                        { langs: ['en'] },
                      ),
                    ]),
                  ]),
                ]),
              ]),
            ],
          ),
          {
            by: 'lena',
            key: 'deleted-reply',
            text: 'That train never went to Hendaye, it ended in Irun and you walked.',
            replies: [
              reply('tomas', 'It did until the summer of 1988. After that you walked, and it rained on that too.', [
                reply('lena', 'I stand corrected and wet.', [], { langs: ['en'] }),
              ]),
            ],
          },
          reply('oona', 'Piano! Tästä pitää kirjoittaa kirja.'),
          reply('amina', 'في تونس كان هناك قطارٌ ليلي إلى غار الدماء، وكان جدّي يحفظ أسماء المحطات كلها كقصيدة.', [
            reply('omar', 'Mine too, in reverse order, to fall asleep.'),
            reply('yael', 'סבא שלי ידע כך את תחנות הרכבת לחיפה. אולי זה אותו שיר.'),
          ]),
          reply(
            'joao',
            'Aqui o trem noturno acabou em 1991, mas o vagão-restaurante virou padaria. Recomendo o pão.',
            [],
            {
              images: [['bread', 'A round loaf dusted with flour on dark boards.']],
            },
          ),
          reply('allotment', 'nobody needs sleeper trains we have buses. and cheaper fences', [], {
            key: 'hidden-reply',
          }),
        ],
      },
    ],
  },
  {
    by: 'tomas',
    hours: 1.1,
    reposts: ['ines'],
    langs: ['eu'],
    text: 'Bartzelonatik Hendaiara gaueko trenean. Leihotik begira, kafea hotzen, eta liburu bat irekitzeko asmorik gabe.',
    images: [
      [
        'train',
        'A train window at dusk: blue hills and blurred fields beyond the glass, on the sill a paper cup and an open book.',
      ],
    ],
    replies: [
      reply('piotr', 'Wagon sypialny, miejsce przy oknie. Rozumiem wszystko oprócz słów.'),
      reply('lena', 'Das Buch bleibt zu, so gehört es sich.'),
    ],
  },
  {
    by: 'lena',
    hours: 4,
    liked: 0.9,
    reposts: ['marit', 'devdatta'],
    text: 'Wer noch nie im #Nachtzug nach Zürich Schach gespielt hat, hat nie wirklich verloren.',
    replies: [
      reply('devdatta', 'I have. To a dentist from Chur, somewhere before Bludenz. #chess', [
        reply('lena', 'Der Zahnarzt! Der ist jeden Dienstag in dem Zug.'),
      ]),
      reply('piotr', 'Na górnej kuszetce figury spadają tylko raz.'),
    ],
  },
  {
    by: 'kenji',
    hours: 5,
    liked: 0.8,
    text: '下関発のはまかぜ、廃止から今日でちょうど三十年。 #夜行列車',
    reposts: ['piotr'],
  },
  {
    by: 'amina',
    hours: 7,
    liked: 0.7,
    text: 'كان القطار الليلي إلى غار الدماء يصل مع الفجر، ومعه رائحة الخبز من المحطة. #قطارات',
  },
  {
    by: 'piotr',
    hours: 9,
    liked: 0.9,
    text: 'Wagon sypialny, miejsce 31, górne. Kto wie, ten wie. #nighttrains',
    images: [['train', 'A train window at dusk with a cup on the sill.']],
    replies: [
      reply('tomas', 'Miejsce 31 has the lamp that hums in G.'),
      reply('marit', 'And the blanket that is one hand too short.'),
    ],
  },
  {
    by: 'omar',
    hours: 12,
    text: 'How to cross Tunisia by rail, updated for this winter. The Gafsa line is open again; bring your own tea. #nighttrains',
    link: {
      uri: 'https://rails.example.com/tunisia',
      title: 'Train travel in Tunisia',
      description: 'Tunis to Gabès, Sfax and Tozeur: times, fares, and where to sit to see the salt lake.',
      thumb: 'harbour',
    },
    replies: [
      reply('amina', 'اجلسوا على اليسار بعد صفاقس.', [
        reply('omar', 'Left after Sfax, noted and added, with thanks to a librarian.'),
      ]),
    ],
  },
  {
    by: 'piotr',
    hours: 26,
    langs: ['pl', 'en'],
    text: 'Znalazłem rozkład z 1938: Gdynia – Lwów, 14 godzin, wagon restauracyjny do Tarnowa. On the back somebody has worked out the price of a goose. #NightTrains',
    replies: [
      reply('oona', 'How much was the goose?', [reply('piotr', 'Less than the ticket, more than the soup.')]),
      reply('lena', 'Die Rückseite ist immer das bessere Archiv.'),
    ],
  },
  {
    by: 'tomas',
    hours: 50,
    text: 'A short thread on why sleeping cars are quiet (1/4). The answer is not the wheels. It is that everyone in them has agreed, without a word, to be nobody until morning. #NightTrains',
    replies: [
      reply('tomas', '(2/4) The conductor keeps the passports. For nine hours you own a blanket and a number.', [
        reply(
          'tomas',
          '(3/4) The corridor has one folding seat. Whoever sits there is not to be spoken to unless they look up. They always look up at bridges.',
          [
            reply(
              'tomas',
              '(4/4) And at the frontier, when the engine is changed, there are four minutes without any sound at all. I have crossed Europe for those.',
              [reply('marit', 'Saving this one for February.'), reply('wren', 'You have just described a bird hide.')],
            ),
          ],
        ),
      ]),
    ],
  },
  {
    by: 'omar',
    key: 'dining-car',
    hours: 74,
    text: 'Dining cars ranked by how long they let you sit over one coffee:\n\n1. Any Polish WARS, indefinitely\n2. The Hungarian one to Kraków, until the cook wants the table\n3. All others, eight minutes',
    reposts: ['piotr'],
    replies: [reply('piotr', 'WARS is not a dining car. It is a reading room with soup.', [], { liked: 0.9 })],
  },
  {
    by: 'lena',
    hours: 98,
    langs: ['de'],
    text: 'Durchsage im Nachtzug: „Wir haben 40 Minuten Verspätung. Sie schlafen ja ohnehin.“ #Nachtzug',
  },
]
