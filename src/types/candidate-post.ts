// A post as the feed engine sees it, before anybody has decided to keep it.

/** Made by ingest from an app.bsky.feed.post record. All of it comes from the network: trust no length. */
export type CandidatePost = {
  /** at:// URI of the record. */
  uri: string
  did: string
  text: string
  /** Without `#`, from facets (app.bsky.richtext.facet#tag) and from `record.tags`. Any case: the matcher folds it. */
  tags: string[]
  /** BCP 47, as the record says. */
  langs: string[]
  isReply: boolean
  /** What the record claims, in ms. */
  createdAt: number
}
