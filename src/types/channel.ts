// Posts as other software reads them: RSS, Atom, JSON Feed.
import type { Actor } from './actor.ts'
import type { Post } from './post.ts'

/** What is syndicated. `href` is the address of its page here, absolute. */
export type Channel = {
  title: string
  description: string
  href: string
  image?: string | undefined
  /** With who reposted one, where that brought it there. */
  posts: (Post & { reposter?: Actor | undefined })[]
}

/** The files a channel can be had as: the last part of their address. */
export type SyndicationFile = 'rss.xml' | 'atom.xml' | 'feed.json'
