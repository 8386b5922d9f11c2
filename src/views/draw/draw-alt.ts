// What a picture or a video shows, in its author's words: ALT opens them over it, without a script.
import { type Html, html } from './html.ts'

/** Nothing where nobody wrote any. */
export function drawAlt(alt: string): Html | '' {
  if (alt === '') return ''
  return html`<details class="alt"><summary>ALT<span class="sr">: description</span></summary><p dir="auto">${alt}</p></details>`
}
