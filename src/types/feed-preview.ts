// What a feed that is being built would give.
import type { Post, Tombstone } from './post.ts'

/**
 * What a preview is made of: posts of the last hours, made-up ones, or one that somebody names. `before`: what the network
 * told of, because this box has too few posts of its own.
 */
export type PreviewWith = 'window' | 'samples' | 'post'
export type PreviewMade = PreviewWith | 'before'

/** A source or filter that speaks for or against a post: its number in the form ("2.1"), and what it says. */
export type PreviewReason = { number: string; text: string }

/** A made-up post. */
export type SamplePost = { kind: 'sample'; handle: string; text: string; lang: string; marks: string[] }

export type PreviewPost = { post: Post | Tombstone | SamplePost; isIn: boolean; why: PreviewReason[] }

/**
 * `bars` are posts in equal parts of the time that was looked at, the oldest first; `minutes` is all of that time. `looked`
 * is how many were looked at of the `there` that came in it; `kept` is counted or, where these differ, worked out.
 */
export type FeedPreview = {
  with: PreviewMade
  /** What stands in the place of posts: the definition is not whole, or nobody answers. */
  sentence?: string | undefined
  /** What cannot be looked at beforehand. */
  notes: string[]
  /** When it was made, ISO 8601. */
  at: string
  looked: number
  there: number
  kept: number
  minutes: number
  bars: number[]
  posts: PreviewPost[]
  near: PreviewPost[]
  /** Who writes the most, with their share of the posts. */
  authors: { name: string; href: string; share: number }[]
}
