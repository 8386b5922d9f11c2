// What a post in the making carries besides its text: files, and the card of a link.

/** Limits of the lexicons and of the official client. */
export const mostPictures = 10
export const longestAlt = 2000

export type DraftCaptions = {
  /** The id of an upload. */
  upload: string
  /** BCP 47. */
  lang: string
}

/** Pictures in their order, or one video or GIF. */
export type DraftMedia = {
  /** The id of an upload. */
  upload: string
  kind: 'picture' | 'video' | 'gif'
  alt: string
  captions?: DraftCaptions[]
}

/** Something of the network that a link leads to, posted as a record embed. */
export type DraftRecord = { uri: string; cid: string }

/** The card of the link at `url`. `isRemoved`: the person did not want it, and it does not come again for this link. */
export type DraftCard = {
  url: string
  title: string
  description: string
  /** The id of an upload. */
  thumb?: string | undefined
  record?: DraftRecord | undefined
  isRemoved?: boolean
}
