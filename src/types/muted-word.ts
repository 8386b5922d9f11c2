// A word whose posts somebody does not want to see.

/** Where it is looked for: in texts and hashtags, or in hashtags alone. */
export type MutedWordPlace = 'everywhere' | 'hashtags'

export type MutedWordRules = {
  place: MutedWordPlace
  /** Whether people whom its owner follows may say it. */
  sparesFollowed: boolean
  /** ISO 8601; undefined for ever. */
  expiresAt: string | undefined
}

/** `key` names it in a form. */
export type MutedWord = MutedWordRules & { key: string; value: string; isOver: boolean }
