// A post as the feed engine sees it, before anybody has decided to keep it.

/** What a post carries. `none` is said of a post that carries nothing of these. */
export type MediaKind = 'image' | 'gif' | 'video' | 'link' | 'quote'

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
  /** What the record claims, in ms. */
  createdAt: number
  /** The author's own (com.atproto.label.defs#selfLabels). Labels that come later are asked for: see Lookups. */
  labels?: string[]
  /** at:// URIs. */
  reply?: { root: string; parent: string } | undefined
  /** at:// URI of the post that is quoted. */
  quote?: string | undefined
  /** DIDs of people who are mentioned in the text. */
  mentions?: string[]
  media?: MediaKind[]
  /** Descriptions, one for each picture and video, empty where there is none. */
  alts?: string[]
  /** Addresses of link cards and of links in the text. */
  links?: string[]
  /** Titles of link cards. */
  linkTitles?: string[]
  /** Set when somebody carries the post on: feeds that take from people look at `did` here. */
  repost?: { uri: string; did: string; createdAt: number } | undefined
  /** Keys of the feeds and searches that brought the post here (see sourceKey). */
  broughtBy?: string[]
}
