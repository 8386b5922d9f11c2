// What somebody is writing, as its form carries it.

export type Draft = {
  text: string
  /** BCP 47. */
  lang: string
  /** Record key the post will get, made with the form: sent twice, it is still one post. */
  rkey: string
  /** URIs of the post that is answered and of the one that is quoted. */
  reply?: string | undefined
  quote?: string | undefined
}
