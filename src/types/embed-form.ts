// The form that embeds are made with.
import type { EmbedOptions } from './embed-options.ts'

/** Sizes in CSS pixels; `width` is absent for as wide as there is room. */
export type EmbedForm = {
  url: string
  /** As it was typed. */
  accent: string
  options: EmbedOptions
  width: number | undefined
  height: number
  grows: boolean
  /** Why there is no code, in a sentence. */
  problem?: string
  made?: {
    title: string
    /** The path of the embed. */
    frame: string
    /** The HTML to copy. */
    code: string
  }
}
