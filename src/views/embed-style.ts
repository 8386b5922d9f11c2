// The text of an embed's style element: the stylesheet, and the accent that the page around it asked for.
import type { EmbedOptions } from '#types/embed-options.ts'

/** Numbers alone come from outside. @param sheet styles/frame.css */
export function embedStyle(sheet: string, { accent: { hue, tint } }: EmbedOptions): string {
  return `${sheet.trim()}:root{--hue:${Number(hue)};--tint:${Number(tint)}}`
}
