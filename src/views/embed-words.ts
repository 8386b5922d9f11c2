// What an embed says itself, in the languages of its `lang`.
import type { EmbedLanguage } from '#types/embed-options.ts'

type Words = {
  open: string
  by: string
  updated: string
  older: string
  empty: string
  /** Of a feed that is another one for each reader. */
  personal: string
  pinned: string
  repostedBy: string
  pictures: [one: string, other: string]
  video: string
  replies: [one: string, other: string]
  reposts: [one: string, other: string]
  likes: [one: string, other: string]
}

const words: Record<EmbedLanguage, Words> = {
  en: {
    open: 'Open',
    by: 'by',
    updated: 'Updated',
    older: 'Older posts',
    empty: 'Nothing here yet. Posts appear as they are written.',
    personal: 'This feed is different for everybody. Open it to see yours.',
    pinned: 'Pinned',
    repostedBy: 'Reposted by',
    pictures: ['picture', 'pictures'],
    video: 'Video',
    replies: ['reply', 'replies'],
    reposts: ['repost', 'reposts'],
    likes: ['like', 'likes'],
  },
  de: {
    open: 'Öffnen',
    by: 'von',
    updated: 'Stand',
    older: 'Ältere Beiträge',
    empty: 'Noch nichts. Beiträge erscheinen, sobald sie geschrieben sind.',
    personal: 'Dieser Feed ist für jeden ein anderer. Öffne ihn, um deinen zu sehen.',
    pinned: 'Angeheftet',
    repostedBy: 'Geteilt von',
    pictures: ['Bild', 'Bilder'],
    video: 'Video',
    replies: ['Antwort', 'Antworten'],
    reposts: ['Mal geteilt', 'Mal geteilt'],
    likes: ['Like', 'Likes'],
  },
  es: {
    open: 'Abrir',
    by: 'de',
    updated: 'Actualizado',
    older: 'Anteriores',
    empty: 'Todavía no hay nada. Las publicaciones aparecen cuando se escriben.',
    personal: 'Este feed es distinto para cada persona. Ábrelo para ver el tuyo.',
    pinned: 'Fijado',
    repostedBy: 'Republicado por',
    pictures: ['imagen', 'imágenes'],
    video: 'Vídeo',
    replies: ['respuesta', 'respuestas'],
    reposts: ['republicación', 'republicaciones'],
    likes: ['me gusta', 'me gusta'],
  },
  fr: {
    open: 'Ouvrir',
    by: 'par',
    updated: 'Mis à jour',
    older: 'Plus anciens',
    empty: 'Rien pour l’instant. Les messages apparaissent dès qu’ils sont écrits.',
    personal: 'Ce fil est différent pour chacun. Ouvrez-le pour voir le vôtre.',
    pinned: 'Épinglé',
    repostedBy: 'Republié par',
    pictures: ['image', 'images'],
    video: 'Vidéo',
    replies: ['réponse', 'réponses'],
    reposts: ['republication', 'republications'],
    likes: ['j’aime', 'j’aime'],
  },
  it: {
    open: 'Apri',
    by: 'di',
    updated: 'Aggiornato',
    older: 'Precedenti',
    empty: 'Ancora niente. I post appaiono appena vengono scritti.',
    personal: 'Questo feed è diverso per ognuno. Aprilo per vedere il tuo.',
    pinned: 'Fissato',
    repostedBy: 'Ripubblicato da',
    pictures: ['immagine', 'immagini'],
    video: 'Video',
    replies: ['risposta', 'risposte'],
    reposts: ['ripubblicazione', 'ripubblicazioni'],
    likes: ['mi piace', 'mi piace'],
  },
  nl: {
    open: 'Openen',
    by: 'van',
    updated: 'Bijgewerkt',
    older: 'Ouder',
    empty: 'Nog niets. Berichten verschijnen zodra ze geschreven zijn.',
    personal: 'Deze feed is voor iedereen anders. Open hem om de jouwe te zien.',
    pinned: 'Vastgezet',
    repostedBy: 'Gedeeld door',
    pictures: ['afbeelding', 'afbeeldingen'],
    video: 'Video',
    replies: ['reactie', 'reacties'],
    reposts: ['keer gedeeld', 'keer gedeeld'],
    likes: ['like', 'likes'],
  },
  pt: {
    open: 'Abrir',
    by: 'de',
    updated: 'Atualizado',
    older: 'Anteriores',
    empty: 'Ainda não há nada. As publicações aparecem assim que são escritas.',
    personal: 'Este feed é diferente para cada pessoa. Abre-o para veres o teu.',
    pinned: 'Fixado',
    repostedBy: 'Republicado por',
    pictures: ['imagem', 'imagens'],
    video: 'Vídeo',
    replies: ['resposta', 'respostas'],
    reposts: ['republicação', 'republicações'],
    likes: ['curtida', 'curtidas'],
  },
  ja: {
    open: '開く',
    by: '作成者',
    updated: '更新',
    older: '以前の投稿',
    empty: 'まだ投稿はありません。書かれるとここに表示されます。',
    personal: 'このフィードは人によって異なります。開くと自分のものが表示されます。',
    pinned: '固定',
    repostedBy: 'リポスト:',
    pictures: ['枚の画像', '枚の画像'],
    video: '動画',
    replies: ['件の返信', '件の返信'],
    reposts: ['件のリポスト', '件のリポスト'],
    likes: ['件のいいね', '件のいいね'],
  },
}

export function embedWords(lang: EmbedLanguage): Words {
  return words[lang]
}

/** "1 reply", "1.204 Likes". */
export function countIn(lang: EmbedLanguage, count: number, [one, other]: [string, string]): string {
  const number = count.toLocaleString(lang, count < 10_000 ? {} : { notation: 'compact', maximumSignificantDigits: 3 })
  const word = new Intl.PluralRules(lang).select(count) === 'one' ? one : other
  return lang === 'ja' ? `${number}${word}` : `${number} ${word}`
}
