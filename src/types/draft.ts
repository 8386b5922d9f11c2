// What somebody is writing, as its form carries it.

export type Draft = {
  text: string
  /** BCP 47. */
  lang: string
  /** Record key the post will get, made with the form: sent twice, it is still one post. */
  rkey: string
  /** URIs of the post that is answered and of the one that is quoted. */
  reply?: string | undefined
  quote?: string | undefined
}

/** What warns of a post, said by its author (com.atproto.label.defs#selfLabels). */
export type SelfLabel = 'sexual' | 'nudity' | 'porn' | 'graphic-media'

/** A file of a post: `id` is that of an upload of the person's. */
export type DraftMedia = {
  id: string
  kind: 'picture' | 'video' | 'gif'
  alt: string
  /** Subtitles of a video: uploads too. */
  captions?: { id: string; lang: string }[] | undefined
}

/** The card of a link; with `isRemoved` the author wants none. */
export type DraftCard = { url: string; isRemoved?: boolean | undefined }

export type DraftPost = {
  /** Record key, made once: sent twice, it is still one post. */
  rkey: string
  text: string
  /** URI of a post. */
  quote?: string | undefined
  media: DraftMedia[]
  card?: DraftCard | undefined
  labels: SelfLabel[]
}

/** Who can reply: nobody with an empty list (app.bsky.feed.threadgate). Lists by URI. */
export type ReplyRule = 'anyone' | { allow: ('mentioned' | 'followers' | 'following')[]; lists: string[] }

/** What is kept of everything that is written, whether it is one post or a thread. */
export type DraftContent = {
  posts: DraftPost[]
  /** BCP 47. */
  langs: string[]
  canReply: ReplyRule
  canQuote: boolean
}

/** What somebody writes, as the composer carries it. */
export type Composition = {
  /** A TID, made with the form. */
  id: string
  /** The version the form has seen; 0 when nothing has been kept yet. */
  version: number
  /** URI of the post that is answered. */
  reply?: string | undefined
  content: DraftContent
}
