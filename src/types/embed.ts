// What a post carries besides its text.
import type { Post, Tombstone } from './post.ts'

/** A reason to hold something back: which label, and by whom. `isLocked` when it may not be opened. */
export type Veil = { title: string; by?: string | undefined; isLocked: boolean }

/** Shape by width : height, for the width a picture gets: tall < .6, upright < .9, square < 1.25, else wide. */
export type Shape = 'tall' | 'upright' | 'square' | 'wide' | 'unknown'

/** `width` and `height` are a ratio (app.bsky.embed.defs#aspectRatio), not a size in pixels. */
export type Picture = {
  thumb: string
  full: string
  alt: string
  shape: Shape
  width?: number | undefined
  height?: number | undefined
}

export type PicturesEmbed = { kind: 'pictures'; pictures: Picture[]; veil?: Veil | undefined }

/** A file in somebody's repository. */
export type BlobReference = { did: string; cid: string }

/** `language` is its own name for itself, `lang` a tag of BCP 47. */
export type Captions = { lang: string; language: string; blob: BlobReference }

export type VideoEmbed = {
  kind: 'video'
  /** HLS, where the AppView's video service has it. */
  playlist?: string | undefined
  /** The file as the author uploaded it. */
  file?: BlobReference | undefined
  captions: Captions[]
  poster?: string | undefined
  alt: string
  shape: Shape
  width?: number | undefined
  height?: number | undefined
  isGif: boolean
  veil?: Veil | undefined
}

export type LinkEmbed = {
  kind: 'link'
  href: string
  host: string
  title: string
  description: string
  thumb?: string | undefined
  /** Set when it leads to a moving picture, of which `thumb` is the still. */
  gif?: { alt: string; shape: Shape; width?: number | undefined; height?: number | undefined } | undefined
  veil?: Veil | undefined
}

export type QuoteEmbed = { kind: 'quote'; post: Post | Tombstone }

/** A feed, list, labeler or starter pack. */
export type CardEmbed = {
  kind: 'card'
  type: 'feed' | 'list' | 'labeler' | 'starter pack'
  /** Its maker shows their account to people who are signed in only. */
  isForSignedIn: boolean
  title: string
  href: string
  by: string
  description: string
  avatar?: string | undefined
}

/** Every kind of embed; `unknown` is one this version does not know. */
export type Embed = PicturesEmbed | VideoEmbed | LinkEmbed | QuoteEmbed | CardEmbed | { kind: 'unknown' }
