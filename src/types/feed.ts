// A feed as pages know it.

/** Times are ISO 8601 in UTC. */
export type Feed = {
  id: number
  slug: string
  title: string
  description: string
  /** The person who made it. */
  owner: { did: string; handle: string }
  /** The page that anybody with the link can read. */
  href: string
  isPublished: boolean
  /** Its record on the network, while there is one. */
  record?: { uri: string; publishedAt: string } | undefined
}

/** How many posts a feed holds; `isMore` when there are more than were counted. */
export type FeedSize = { count: number; isMore: boolean }
