// Why a post is in a feed, or is not.

/**
 * One filter's word on a post. `path` leads to it in the definition (`filters.0.of.1`), `sentence` says what the post
 * is: “It says “moth”.” `yes` and `no` stay so; `still` and `notYet` are of this moment.
 */
export type Reason = {
  path: string
  sentence: string
  verdict: 'yes' | 'still' | 'notYet' | 'no'
  of?: Reason[]
}

export type Explanation = {
  isIn: boolean
  /** Not in, but it can come in without the feed being changed: with likes, for example. */
  mayCome: boolean
  /** Not in, and only one thing is missing. */
  isNear: boolean
  /** Which source carries it: the first that does. */
  source: { path: string; sentence: string } | undefined
  /** Those of the definition, in its order. */
  filters: Reason[]
  /** All of it in a line: what keeps it, or what keeps it out. */
  summary: string
}
