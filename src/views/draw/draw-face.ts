// Somebody's picture, or a quiet stand-in. Decoration: the name stands beside it.
import { drawGlyph } from './draw-icon.ts'
import { drawImage } from './draw-image.ts'
import { classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export type FaceOptions = {
  class?: string | undefined
  /** Whether it is shown wider than 48 CSS pixels. */
  isLarge?: boolean
}

export function drawFace(
  tools: Pick<PageTools, 'pictures'>,
  src: string | undefined,
  { class: extra, isLarge = false }: FaceOptions = {},
): Html {
  const none = html`<span${classes('face none', extra)}>${drawGlyph('user')}</span>`
  if (!src) return none
  const side = isLarge ? 192 : 96
  const preset = isLarge ? 'avatar-large' : 'avatar'
  const name = extra ? `face ${extra}` : 'face'
  return drawImage(tools, { url: src, preset, class: name, width: side, height: side, alt: '' }, none)
}
