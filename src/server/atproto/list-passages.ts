// Which words of a post a muted word looks at, in order: its own, its pictures', its link card's, its quoted post's.
import {
  AppBskyEmbedExternal,
  AppBskyEmbedGallery,
  AppBskyEmbedImages,
  AppBskyEmbedRecord,
  AppBskyEmbedRecordWithMedia,
  type AppBskyFeedDefs,
  AppBskyFeedPost,
  type matchMuteWords,
} from '@atproto/api'

/** One text with who wrote it; `languages` decides how it is split. */
export type Passage = Omit<Parameters<typeof matchMuteWords>[0], 'mutedWords'>

type Actor = Passage['actor']

/** How an embed says what it is, in a record and in the view of one. */
type Form = Record<'isImages' | 'isGallery' | 'isImage' | 'isCard', (embed: unknown) => boolean>
const inRecord: Form = {
  isImages: AppBskyEmbedImages.isMain,
  isGallery: AppBskyEmbedGallery.isMain,
  isImage: AppBskyEmbedGallery.isImage,
  isCard: AppBskyEmbedExternal.isMain,
}
const inView: Form = {
  isImages: AppBskyEmbedImages.isView,
  isGallery: AppBskyEmbedGallery.isView,
  isImage: AppBskyEmbedGallery.isViewImage,
  isCard: AppBskyEmbedExternal.isView,
}

/**
 * The passages of an app.bsky.feed.defs#postView, lazily: whoever stops early reads no further. Throws on records that
 * are not what their `$type` says.
 */
export function* listPassages(view: AppBskyFeedDefs.PostView): Generator<Passage> {
  const langs = AppBskyFeedPost.isRecord(view.record) ? (view.record as AppBskyFeedPost.Record).langs : []
  yield* listOwn(view.record, view.author, 'pictures')
  const { embed } = view
  if (AppBskyEmbedRecord.isView(embed) && AppBskyEmbedRecord.isViewRecord(embed.record)) {
    yield* listOwn(embed.record.value, embed.record.author, 'media')
  } else if (inView.isCard(embed)) {
    yield* listCard(embed, inView, view.author)
  } else if (AppBskyEmbedRecordWithMedia.isView(embed) && AppBskyEmbedRecord.isViewRecord(embed.record.record)) {
    // Media beside a quote counts as its author's, as in every other client.
    const { author, value } = embed.record.record
    yield* listOwn(value, author, 'words')
    yield* listPictures(embed.media, inView, langs, author)
    yield* listCard(embed.media, inView, author)
  }
}

/** What stands in a post's record, as far as `extent` says. Any other record has no words. */
function* listOwn(record: unknown, actor: Actor, extent: 'words' | 'pictures' | 'media'): Generator<Passage> {
  if (!AppBskyFeedPost.isRecord(record)) return
  const { text, facets, tags, langs, embed } = record as AppBskyFeedPost.Record
  yield { text, facets: facets ?? [], outlineTags: tags ?? [], languages: langs ?? [], actor }
  if (extent === 'words') return
  yield* listPictures(embed, inRecord, langs, actor)
  if (extent === 'pictures') return
  yield* listCard(embed, inRecord, actor)
  if (!AppBskyEmbedRecordWithMedia.isMain(embed)) return
  yield* listCard(embed.media, inRecord, actor)
  yield* listPictures(embed.media, inRecord, [], actor)
}

function* listPictures(embed: unknown, form: Form, languages: string[] = [], actor: Actor): Generator<Passage> {
  if (form.isImages(embed)) {
    for (const { alt } of (embed as AppBskyEmbedImages.View).images) yield { text: alt, languages, actor }
  } else if (form.isGallery(embed)) {
    const items = (embed as AppBskyEmbedGallery.View).items as AppBskyEmbedGallery.ViewImage[]
    for (const item of items) if (form.isImage(item)) yield { text: item.alt, languages, actor }
  }
}

function* listCard(embed: unknown, form: Form, actor: Actor): Generator<Passage> {
  if (!form.isCard(embed)) return
  const { title, description } = (embed as AppBskyEmbedExternal.View).external
  yield { text: `${title} ${description}`, languages: [], actor }
}
