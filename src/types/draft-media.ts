// What a post in the making carries besides its text: limits, and the card of a link.

/** Limits of the lexicons and of the official client. */
export const mostPictures = 10
export const longestAlt = 2000

/** Something of the network that a link leads to, posted as a record embed. `what` is a word for it. */
export type LinkedRecord = { uri: string; cid: string; what: 'post' | 'feed' | 'list' | 'starter pack' }

/** What the page at `url` says of itself. */
export type LinkCardDraft = {
  url: string
  title: string
  description: string
  /** The id of an upload. */
  thumb?: string | undefined
  record?: LinkedRecord | undefined
}
