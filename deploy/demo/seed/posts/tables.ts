// Chess, bread, software, wool.
import { type PostSeed, reply } from '../post-seed.ts'

export const tables: PostSeed[] = [
  {
    by: 'devdatta',
    key: 'study',
    hours: 10,
    liked: 0.7,
    text: 'White to move and draw, no engine, no hurry: Kb6 and a pawn on a6 against Kb8, rook on h1. If you think it is lost, look again on Thursday. #chess',
    replies: [
      reply('lena', 'Patt.', [
        reply('devdatta', 'Two moves too early. But you have seen the door.', [
          reply('lena', 'Ich sehe immer nur die Tür.', [], { langs: ['de'] }),
        ]),
      ]),
      reply('wren', 'I moved the king behind the heron.'),
    ],
  },
  {
    by: 'devdatta',
    hours: 33,
    langs: ['mr', 'en'],
    text: 'आज बुद्धिबळाच्या वर्गात एका मुलीने विचारले: राजा पळत का नाही? A girl in class asked why the king does not run. I had no answer, so we played a game in which he may. He lost sooner. #chess',
    liked: 1,
    reposts: ['wren', 'amina'],
    replies: [
      reply('amina', 'أرسل لها تحيّة من مكتبة كاملة.'),
      reply('kenji', '逃げない王、逃げる王。いい授業ですね。'),
    ],
  },
  {
    by: 'devdatta',
    hours: 81,
    text: 'A knight on the rim is dim, says the rhyme. A knight on the rim in the last row of a 1926 study by a postman is the whole solution.',
    quote: 'wren-weight',
    replies: [reply('wren', 'Was the postman small?', [reply('devdatta', 'About a one-pound coin.')])],
  },
  {
    by: 'joao',
    hours: 4.6,
    liked: 0.8,
    reposts: ['ines'],
    text: 'Varanda, quinto andar, São Paulo. Os tomates não sabem que é sexta-feira.',
    images: [['balcony', 'Four terracotta pots of tomatoes and peppers on a balcony, grey flats behind.']],
    replies: [
      reply('ines', 'Nem precisam.'),
      reply('allotment', 'TOO CLOSE TO THE RAIL', [reply('joao', 'É o quinto andar, amigo. O muro sou eu.')]),
    ],
  },
  {
    by: 'joao',
    hours: 17,
    text: 'Fermento de onze anos hoje. Nasceu numa segunda, como eu. 🍞',
    images: [['bread', 'A round loaf dusted with flour on dark boards, a cross cut into the crust.']],
    liked: 0.9,
    replies: [
      reply('oona', 'Onnea hapanjuurelle!'),
      reply('omar', 'Older than most of the software I maintain, and better documented.', [
        reply('joao', 'A documentação é o cheiro.'),
      ]),
      reply('ines', 'Onze anos e ainda não fala.', [reply('joao', 'Fala às quatro da manhã.')]),
    ],
  },
  {
    by: 'omar',
    key: 'admission',
    hours: 36,
    liked: 0.9,
    text: 'Small thing I learned maintaining other people’s software: write the error message first. If you can’t finish the sentence “You can fix this by…”, the function is doing two jobs and neither of them is yours to hide.',
    replies: [
      reply('lena', 'Das kommt auf Folie zwei.'),
      {
        by: 'tomas',
        key: 'admission-quote',
        text: 'This is the best description of a level crossing I have read.',
        quote: 'admission',
      },
    ],
  },
  {
    by: 'omar',
    hours: 46,
    quote: 'tide-board',
    text: 'This is the best description of a migration I have read, and it is about chalk.',
    replies: [reply('marit', 'The chalk has been told.')],
  },
  {
    by: 'omar',
    hours: 130,
    text: 'I have moved our changelog to a paper notebook for a month. Nobody has noticed except the intern, who has started drawing in the margins. Promoting the intern.',
    replies: [
      reply('amina', 'الهوامش تُرقّي أصحابها دائماً.'),
      reply('lena', 'Gibt es einen Feed davon?', [reply('omar', 'There is a shelf.')]),
    ],
  },
  {
    by: 'yael',
    key: 'fairisle',
    hours: 7.4,
    liked: 0.8,
    text: 'שאלה לסורגות: מישהי פעם הצליחה להעתיק דוגמה של #fairisle מתמונה אחת בלבד? הסבתא של @marit.test השאירה רק את זה.',
    images: [['knit', 'Close view of a Fair Isle knit: cream, red and ochre diamonds on navy.']],
    replies: [
      reply('marit', 'She knitted it on the Hurtigruten, thirteen stitches a wave, she said.', [
        reply(
          'yael',
          'Thirteen! That is the missing number.',
          [reply('marit', 'Bestemor would like that you counted.')],
          { langs: ['en'] },
        ),
      ]),
      reply('oona', 'Count the floats on the back, if anybody has the back.', [
        reply('marit', 'I have the back. Photograph tonight.'),
      ]),
    ],
  },
  {
    by: 'yael',
    hours: 55,
    text: 'חוט אדום אחד, שלוש דוגמאות, אפס סבלנות. ⛵️🧶',
    replies: [reply('ines', 'Paciência vem no novelo seguinte.')],
  },
  {
    by: 'kenji',
    hours: 64,
    text: '🌙',
    liked: 1,
    replies: [reply('oona', '🌙'), reply('marit', '🌙', [reply('kenji', '☕')])],
  },
  {
    by: 'joao',
    hours: 160,
    langs: ['pt'],
    text: 'Regra da padaria: quem chega antes das seis ganha o primeiro pão e a última notícia. #pão',
  },
]
