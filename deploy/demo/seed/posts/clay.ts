// Clay, kilns and glazes.
import { type PostSeed, reply } from '../post-seed.ts'

export const clay: PostSeed[] = [
  {
    by: 'ines',
    key: 'november-kiln',
    hours: 1.6,
    liked: 1,
    reposts: ['kenji', 'marit', 'wren'],
    text: 'Fornada de novembro, finalmente fora do forno. O esmalte azul voltou a fugir-me, mas desta vez fugiu para um sítio bonito. #clay',
    images: [
      ['bowls', 'Six glazed bowls seen from above on linen: petrol blue, cream, rust, olive, amber and slate.'],
      ['shelf', 'Two wooden shelves of vases in blue, black, cream and rust.'],
      ['kiln', 'A brick kiln glowing orange with small pots inside.'],
      ['wheel', 'A ring of wet clay turning on the wheel.'],
    ],
    replies: [
      reply('kenji', '写真、もっと見せてください。あの青は銅ですか。', [
        reply('ines', 'Cobre em esmalte de cinza, sim. Fica verde na borda, onde é mais fino e a cinza ganha.', [
          reply('kenji', 'なるほど。縁で灰が勝つ、いい言葉です。'),
        ]),
      ]),
      reply('joao', 'A âmbar é da cor exata da minha casca de pão.', [
        reply('ines', 'Troco uma taça por dois pães.', [reply('joao', 'Feito.')]),
      ]),
      reply('yael', 'הכחולה. איפה מוצאים אותה?', [
        reply('ines', 'Thursday, on the second shelf, if nobody is faster.', [], { langs: ['en'] }),
      ]),
      reply('marit', 'The rust one looks like Os in late October.'),
    ],
  },
  {
    by: 'ines',
    key: 'wrapping',
    hours: 1180,
    liked: 0.9,
    text: 'Como embrulhar uma tigela para que chegue inteira ao outro lado do oceano: um fio.\n\n1. Papel de jornal. Não plástico-bolha: o jornal cede, o plástico salta.\n\n2. Duas caixas, uma dentro da outra, com cinco centímetros de palha entre elas…',
    replies: [
      reply('ines', '3. O pé da tigela para cima. É a parte que aguenta.', [
        reply('ines', '4. Abana a caixa. Se ouvires alguma coisa, recomeça.', [
          reply('ines', '5. Escreve FRÁGIL em três línguas. Ninguém lê, mas acalma.', [
            reply('ines', '6. Dentro, um papel com o nome de quem fez a palha. Sem razão nenhuma.', [
              reply('ines', '7. Chegou a Bergen inteira, em Montréal com uma lasca. O próximo vai com mais palha.', [
                reply('marit', 'I can confirm Bergen. I kept the straw.', [reply('ines', 'Claro que guardaste.')]),
                reply('omar', 'The chip faces the wall. It is now my favourite side.'),
              ]),
            ]),
          ]),
        ]),
      ]),
    ],
  },
  {
    by: 'ines',
    hours: 27,
    langs: ['en'],
    text: 'Ash from the olive prunings, sieved twice, one part to two of feldspar. It runs above 1,260 °C, which is either a warning or the point. #clay #glaze',
    replies: [reply('oona', 'Both, like most good rules.'), reply('kenji', '1,260 °C、手帳に書きました。')],
  },
  {
    by: 'ines',
    hours: 60,
    text: 'Oficina aberta à quinta. Quem vier cedo pode centrar barro; quem vier tarde pode varrer.',
    link: {
      uri: 'https://ines-ceramica.example.com/agenda',
      title: 'Agenda da oficina',
      description: 'Quintas-feiras, das dez às sete. Grés, cinza, café.',
      thumb: 'wheel',
    },
    replies: [reply('joao', 'Se eu estivesse aí, varria.')],
  },
  {
    by: 'kenji',
    hours: 40,
    langs: ['ja'],
    text: '港の食堂の湯呑み、底に窯の印。聞いたら、作った人はもう九十二で、いまも毎朝土を練るという。 #clay',
    replies: [reply('ines', 'Noventa e dois! Tenho de ir conhecer essa pessoa.'), reply('marit', '九十二歳、すごい。')],
  },
  {
    by: 'marit',
    hours: 16,
    liked: 0.8,
    langs: ['nb'],
    text: 'Fem kopper, ett sprukket fat, og en hel kveld uten telefon. #clay',
    images: [['shelf', 'Two wooden shelves of vases in blue, black, cream and rust.']],
    replies: [
      reply('ines', 'O prato rachado é o melhor. Guarda-o para as chaves.'),
      reply('lena', 'Sprünge sind Fehlermeldungen, die man essen kann.'),
    ],
  },
  {
    by: 'ines',
    key: 'gallery',
    hours: 100,
    text: 'A estante inteira, da esquerda para a direita, porque me perguntaram. #clay',
    gallery: [
      ['bowls', 'Six bowls from above.'],
      ['shelf', 'Vases on two shelves.'],
      ['kiln', 'The kiln, lit.'],
      ['wheel', 'Clay on the wheel.'],
      ['bread', 'A loaf on the drying board, not fired.'],
      ['roofs', 'The roofs seen from the workshop door, very wide.'],
    ],
    replies: [reply('joao', 'O pão também está à venda?', [reply('ines', 'O pão foi o almoço.')])],
  },
  {
    by: 'oona',
    hours: 122,
    text: 'Savi muistaa sormet paremmin kuin minä nimet. #clay',
    replies: [reply('ines', 'Não percebi, mas gostei. Já traduzi: é verdade.')],
  },
  {
    by: 'ines',
    hours: 146,
    text: 'Disto não percebo nada, mas gostei muito de ler.',
    quote: 'dining-car',
  },
  {
    by: 'yael',
    hours: 150,
    langs: ['he'],
    text: 'קדרות וסריגה הן אותה עבודה: סבלנות בסיבובים. #clay',
    replies: [reply('ines', 'Voltas e paciência, sim.')],
  },
]
