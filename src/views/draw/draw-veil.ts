// Holds something back behind a <details>: which label, and by whom. Locked ones do not open.
import type { Veil } from '#types/embed.ts'
import { drawIcon } from './draw-icon.ts'
import { type Content, type Html, html } from './html.ts'

export function drawVeil(veil: Veil | undefined, inside: Content): Html {
  if (!veil) return html`${inside}`
  const { title, by } = veil
  if (veil.isLocked) {
    const source = by && html`<small> · ${by}</small>`
    return html`<p class="tomb">${drawIcon('eyeOff')}<span>${title}${source}</span></p>`
  }
  const says = html`${drawIcon('eyeOff')}<span>${title}${by && html` <small>${by}</small>`}</span>`
  return html`<details class="veil"><summary data-show="Show" data-hide="Hide">${says}</summary>${inside}</details>`
}
