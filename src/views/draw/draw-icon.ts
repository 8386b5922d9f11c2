// Icons. Decoration only: the control around one carries the name.
import { type IconName, icons } from '../icons.ts'
import type { SpriteName } from '../sprite.ts'
import { classes, drawing, type Html, html } from './html.ts'

/** One icon, drawn where it stands. */
export function drawIcon(name: IconName, extra?: string): Html {
  return html`<svg${classes('i', extra)} viewBox="0 0 24 24" aria-hidden="true">${drawing(icons[name])}</svg>`
}

/** One of the icons that stand in every post, drawn once in Sprite.astro and used by name. */
export function drawGlyph(name: SpriteName, fill = false): Html {
  return html`<svg${classes('i', fill && 'fill')} aria-hidden="true"><use href="#i-${name}"></use></svg>`
}
