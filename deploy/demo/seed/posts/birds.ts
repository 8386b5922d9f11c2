// Birds, moths and who eats whom.
import { type PostSeed, reply } from '../post-seed.ts'

export const birds: PostSeed[] = [
  {
    by: 'wren',
    key: 'wren-weight',
    hours: 0.25,
    liked: 0.9,
    reposts: ['marit'],
    text: 'A wren weighs about as much as a one-pound coin and can be heard across half a mile of moor. I think about this on days when I feel small.',
    replies: [
      reply('marit', 'Gjerdesmett, in Norwegian: the one who slips through fences.', [
        reply('wren', 'I am having that engraved.'),
      ]),
      reply('devdatta', 'A pawn, then.'),
    ],
  },
  {
    by: 'wren',
    key: 'heron-eel',
    hours: 6,
    liked: 0.7,
    text: 'Heron, one; eel, nil. Long wait, quick end.',
    images: [['heron', 'A grey heron standing among reeds.']],
    replies: [
      reply('oona', 'I have seen that look on ferry passengers.'),
      reply('joao', 'A paciência dela dava um bom padeiro.'),
    ],
  },
  {
    by: 'wren',
    hours: 20,
    liked: 0.8,
    text: 'Fieldfares, at last. About two hundred, coming in off the sea with the sun behind them. #birds',
    replies: [
      reply('marit', 'They left here on Tuesday. I counted 190; where did you get ten more?', [
        reply('wren', 'They pick up hitch-hikers over the Shetlands.', [reply('marit', 'That explains the noise.')]),
      ]),
      reply('kveldsposten', 'Kan vi bruke tallene i morgendagens avis?', [reply('wren', 'Please do. Say “about”.')]),
    ],
  },
  {
    by: 'wren',
    key: 'nest',
    hours: 44,
    text: 'The dippers are back under the second arch of the mill bridge, the dry side, behind the fern. Same stone as last year.',
    images: [['harbour', 'The mill pool at night, lit windows across the water.']],
    replies: [
      reply('oona', 'Lovely. Maybe not the arch, though?', [
        reply('wren', 'You are right, and Marsh has said so too. Leaving it up with the label on, as a lesson to me.'),
      ]),
    ],
  },
  {
    by: 'wren',
    hours: 68,
    text: 'What the reserve’s logbook says, in full, for 17 November 1974: “Fog. Heard swans. Did not see swans. Believe in swans.” #birds #books',
    liked: 1,
    reposts: ['amina', 'tomas', 'yael', 'oona'],
    replies: [
      reply('amina', 'هذا أجمل دليل قرأته هذا العام.'),
      reply(
        'yael',
        '“Believe in swans” is going on a jumper.',
        [reply('wren', 'I will pay in logbook entries.', [reply('yael', 'סגור.')])],
        { langs: ['en'] },
      ),
      reply('lena', 'Die vollständigste Fehlermeldung, die ich kenne.'),
    ],
  },
  {
    by: 'oona',
    hours: 5.4,
    liked: 0.8,
    text: 'Koivut luopuvat lehdistään yhdessä yössä.',
    images: [['birch', 'A tall picture of birch trunks, yellow leaves at the top and dry grass at the foot.']],
    replies: [reply('marit', 'Samme natt her. Stille som en pakke papir.')],
  },
  {
    by: 'oona',
    hours: 30,
    langs: ['fi'],
    text: 'Järvi, viikko 47: ensimmäinen riite. Kestää hiiren, ei ajatusta.',
    images: [
      ['fjord', 'Still water under layered blue hills.'],
      ['birch', 'Birch trunks, tall.'],
    ],
    replies: [reply('wren', 'First skin of ice here too. Holds a wagtail, complains about it.')],
  },
  {
    by: 'wren',
    hours: 92,
    text: 'Moth trap, 5 °C and drizzle: one December moth, which looked at me as if I were the one out of season. Details at [the county list](https://moths.example.com/argyll/december-moth). #moths',
    replies: [
      reply('oona', 'It has a coat. Do you have a coat?', [reply('wren', 'It has a better one.')]),
      reply('allotment', 'get it off my leeks'),
    ],
  },
  {
    by: 'wren',
    hours: 116,
    text: 'A list of birds I have misidentified this week, in order of embarrassment:\n\n– a carrier bag (egret)\n– an egret (carrier bag)\n– a distant person in a grey coat (heron)\n– a near person in a grey coat (heron, and I said so aloud)',
    liked: 1,
    reposts: ['omar', 'lena', 'joao'],
    replies: [
      reply('omar', 'Was the person flattered?', [
        reply('wren', 'He stood on one leg. So, yes.', [reply('omar', 'A gentleman.')]),
      ]),
      reply('kenji', '鷺だと言われたら、私はうれしい。'),
      reply('devdatta', 'The carrier bag plays the King’s Indian, I assume.'),
    ],
  },
  {
    by: 'wren',
    hours: 140,
    text: 'If you ring the ferry office and ask very politely they will tell you which sandbank the seals are on. Nobody knows why they know.',
    replies: [reply('vestland', 'Vi vet også hvor selene er.', [reply('wren', 'Of course you do.')])],
  },
  {
    by: 'wren',
    hours: 190,
    text: '🐦🐦🐦🐦🐦🐦🐦🦆🐦🐦',
    liked: 0.8,
    replies: [reply('devdatta', 'There is always one who has not studied the opening.')],
  },
  {
    by: 'oona',
    hours: 214,
    langs: ['en'],
    text: 'Week 46, same lake, same stone, same angle. The only thing that has changed is everything.',
  },
]
