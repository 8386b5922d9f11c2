// What somebody is writing, as its form carries it and as this box keeps it.

/** What warns of a post, said by its author (com.atproto.label.defs#selfLabels). */
export type SelfLabel = 'sexual' | 'nudity' | 'porn' | 'graphic-media'

/** A file of a post: `upload` is the id of an upload of the person's. */
export type DraftMedia = {
  upload: string
  kind: 'picture' | 'video' | 'gif'
  alt: string
  /** Subtitles of a video: uploads too. `lang` is BCP 47. */
  captions?: { upload: string; lang: string }[] | undefined
}

/** The card of the link at `url`; with `isRemoved` the author wants none for it. `thumb` is an upload. */
export type DraftCard = {
  url: string
  title: string
  description: string
  thumb?: string | undefined
  record?: { uri: string; cid: string } | undefined
  isRemoved?: boolean | undefined
}

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

export type ReplyGroup = 'mentioned' | 'followers' | 'following'

/**
 * Who can reply: nobody with two empty lists (app.bsky.feed.threadgate). `lists` by URI. With `isUndecided` some people
 * were chosen, but none yet: nothing is posted so.
 */
export type ReplyRule = 'anyone' | { allow: ReplyGroup[]; lists: string[]; isUndecided?: boolean | undefined }

/** Who can answer and quote, as a draft says it and as somebody's default. */
export type Gates = { canReply: ReplyRule; canQuote: boolean }

/** What is kept of everything that is written, whether it is one post or a thread. */
export type DraftContent = Gates & {
  posts: DraftPost[]
  /** BCP 47. */
  langs: string[]
}

/** What somebody writes, as the composer carries it. */
export type Composition = {
  /** A TID, made with the form. */
  id: string
  /** The version that the form has seen; 0 when nothing has been kept yet. */
  version: number
  /** URI of the post that is answered. */
  reply?: string | undefined
  content: DraftContent
}

/** Why something is not posted, and which post of a thread it is about. */
export type DraftProblem = { rkey?: string | undefined; message: string }

/** A mention in the post `rkey` that nobody is found for; `isSure` that nobody has the handle. */
export type UnknownMention = { rkey: string; handle: string; isSure: boolean }

/** A draft in a list: how it begins, and how many posts it has. */
export type DraftSummary = {
  id: string
  title: string
  lang: string | undefined
  posts: number
  media: number
  isReply: boolean
  updatedAt: number
  /** When it is posted by itself, or that this failed, as a sentence without a full stop. */
  schedule?: string | undefined
}

/** A draft of another app. `key` is that of the draft that it becomes here, made with the page. */
export type NetworkDraft = {
  key: string
  draft: DraftSummary
  /** What the other app calls itself and its device. */
  device: string
  /** Files that stay there. */
  files: number
  isWhole: boolean
}
