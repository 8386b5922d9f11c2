// How somebody wants this box to look and to read: kept here, and known to no other client.

export const themes = ['system', 'light', 'dark'] as const
export const accents = ['sky', 'moss', 'plum', 'rose', 'rust', 'slate'] as const
export const textSizes = ['small', 'normal', 'large', 'larger'] as const

export type BoxPreferences = {
  theme: (typeof themes)[number]
  accent: (typeof accents)[number]
  textSize: (typeof textSizes)[number]
  isCompact: boolean
  /** Posts in a serif. */
  hasSerif: boolean
  hidesCounts: boolean
  /** Nothing moves, whatever the system says. */
  isStill: boolean
  /** The language of names and descriptions, where there is a choice, and of translations (BCP 47); '' for that of the browser. */
  language: string
  /** What feeds are asked for in; none for everything. */
  reads: string[]
  /** What posts are written in, at most three; none for what the browser says. */
  writes: string[]
  /** Whether links in posts lose what follows people around. */
  cleansLinks: boolean
  /** Whether pictures and videos come through this box, where its administrator leaves it to people. */
  hasProxy: boolean
}
