// How an embed is to look: what the query of its address may say.

/** `accent` turns the neutral accent: a hue of OKLCH in degrees, and how strong it is, from 0 to 1. */
export type EmbedOptions = {
  theme: 'light' | 'dark' | 'auto'
  accent: { hue: number; tint: number }
  /** Posts at most, 1 to 30. */
  limit: number
  /** Whether pictures and videos are shown, or named by a link. */
  hasMedia: boolean
  /** The language of what the embed itself says, one of `embedLanguages`. */
  lang: EmbedLanguage
}

export const embedLanguages = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pt', 'ja'] as const
export type EmbedLanguage = (typeof embedLanguages)[number]
