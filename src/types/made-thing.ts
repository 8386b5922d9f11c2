// A feed, list or starter pack that somebody made, as one row of a list.
import type { CardEmbed } from './embed.ts'

/** `note` is its size or standing in words, such as "12 likes"; '' when there is nothing to say. */
export type MadeThing = CardEmbed & { note: string }
