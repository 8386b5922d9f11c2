// The form that makes and changes a feed.

/** As typed, to be shown again when something is wrong. `hashtags` and `keywords` are lists in text. */
export type FeedFormValues = {
  title: string
  description: string
  hashtags: string
  keywords: string
  /** The key of a private list, '' for everybody. */
  people: string
  withoutReplies: boolean
}

/** Sentences beside the fields. */
export type FeedFormErrors = Partial<Record<keyof FeedFormValues, string[]>>
