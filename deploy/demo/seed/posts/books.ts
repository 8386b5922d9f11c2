// Books, margins, libraries, languages.
import { type PostSeed, reply } from '../post-seed.ts'

export const books: PostSeed[] = [
  {
    by: 'amina',
    key: 'atlas',
    hours: 0.8,
    liked: 0.9,
    reposts: ['omar', 'tomas', 'lena'],
    text: 'وجدتُ اليوم في سوق الكتب القديمة نسخةً من أطلس البحر المتوسط طُبعت سنة ١٩٢٨، وفي هامش كل خريطة ملاحظات بخطّ صيّاد من قرقنة. #كتب',
    link: {
      uri: 'https://maktaba.example.com/kerkennah-margins',
      title: 'The fishermen who corrected the admiralty charts',
      description:
        'Pencil notes in the margins of a 1928 atlas turn out to be the best record of the Kerkennah shoals before dredging.',
      thumb: 'map',
    },
    replies: [
      reply('omar', 'جدّي كان يقول إن الخريطة تعرف البحر والصيّاد يعرف المزاج.', [reply('amina', 'سأكتبها في الهامش.')], {
        langs: ['ar'],
      }),
      reply('wren', 'Depths in what unit?', [
        reply(
          'amina',
          'In “men standing on one another”. Two and a half at the harbour mouth.',
          [reply('wren', 'Finally, a system.')],
          { langs: ['en'] },
        ),
      ]),
      reply('marit', 'If there is a scan, the boathouse will print it and frame it.'),
    ],
  },
  {
    by: 'amina',
    hours: 22,
    langs: ['fr'],
    text: 'Ce matin un lecteur de sept ans m’a demandé le livre « avec le bateau qui n’arrive pas ». Nous en avons onze. Il les veut tous. #livres',
    liked: 0.9,
    replies: [
      reply('ines', 'Sete anos e já sabe o que é a literatura.'),
      reply(
        'omar',
        'Le douzième, c’est l’horaire des ferries.',
        [reply('amina', 'Classé en fiction, rayon du haut.', [], { langs: ['fr'] })],
        { langs: ['fr'] },
      ),
    ],
  },
  {
    by: 'lena',
    key: 'error-talk',
    hours: 26,
    liked: 0.9,
    langs: ['en'],
    text: 'Which error message has stayed with you the longest? I’m collecting them for a talk in Graz.',
    replies: [
      reply('omar', '“Error: success.” Mine. 2011. I shipped it on a Friday.', [
        reply('lena', 'Erste Folie. Danke.', [reply('omar', 'I want royalties in Käsekrainer.')]),
      ]),
      reply('joao', '“Fermento não encontrado.” Era um bilhete da minha mãe.'),
      reply('devdatta', '“Illegal move.” It was a person who said it.'),
      reply('oona', 'Car park in Tampere: “Ticket is too wet to exist.”', [reply('lena', 'Das nehme ich als Titel.')]),
      reply(
        'yael',
        'The library’s: “You already have this book and always have had.”',
        [reply('amina', 'We wrote that one on purpose.', [], { langs: ['en'] })],
        { langs: ['en'] },
      ),
    ],
  },
  {
    by: 'yael',
    hours: 48,
    langs: ['he', 'en'],
    text: 'מילה להיום: „בין הערביים”. In Hebrew dusk is between the two evenings. I have been translating one page of it for nine days. שלום @amina.test, יש בערבית?',
    replies: [
      reply('amina', 'عندنا «بين العشاءين». نفس المكان، بابٌ آخر.', [reply('yael', 'ידעתי שתהיה דלת.')]),
      reply('lena', 'Auf Deutsch nur „Dämmerung“, und die gilt für beides. Sparsam.'),
      reply('kenji', '日本語では「逢魔時」。魔物に会う時間です。', [
        reply('wren', 'We have “between dog and wolf” by way of the French, and “the ferry is late”.'),
      ]),
    ],
  },
  {
    by: 'amina',
    hours: 70,
    text: 'قاعدة المكتبة: الكتاب الذي يُعاد متأخراً ثلاث سنوات ومعه رسالة، لا غرامة عليه.',
    liked: 0.8,
    reposts: ['yael'],
    replies: [
      reply('piotr', 'A timetable returned three years late is a historical source.'),
      reply('omar', 'How long must the letter be? Asking for 1998.'),
    ],
  },
  {
    by: 'tomas',
    hours: 94,
    langs: ['es'],
    text: 'En la estación de Canfranc hay un banco con una dedicatoria: «Para quien espera, que ya es algo».',
    reposts: ['amina'],
    replies: [
      reply('ines', 'Que já é alguma coisa. Que bom.'),
      reply('marit', 'That bench has understood everything.'),
    ],
  },
  {
    by: 'marit',
    hours: 118,
    text: 'Reading list for the dark months, all short: one about a lighthouse, two about bread, one about a man who measures snow and is not asked why. What should be the fifth?',
    replies: [
      reply('amina', 'The one with the boat that does not arrive.', [], { langs: ['en'] }),
      reply('devdatta', 'A book of endgames. They are all about what is left.'),
      reply('kenji', '港の時刻表。最後まで読めます。'),
      reply('wren', 'The 1974 logbook. I will lend it. In gloves, whatever Amina says.'),
    ],
  },
  {
    by: 'omar',
    hours: 142,
    langs: ['fr'],
    text: 'À Montréal la première neige a un bruit de page qu’on tourne. #livres',
  },
  {
    by: 'yael',
    hours: 166,
    langs: ['en'],
    text: 'Translator’s confession: I once spent a whole afternoon on a comma and then the author cut the sentence. I still think of the comma.',
    liked: 0.9,
  },
]
