// One picture in its shape, or several in a grid, each with its description: the link opens it whole, ALT opens the
// words over it, without a script.
import type { Picture } from '#types/embed.ts'
import { drawAlt } from './draw-alt.ts'
import { drawIcon } from './draw-icon.ts'
import { drawImage } from './draw-image.ts'
import { attribute, classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export function drawPictures(tools: PageTools, pictures: Picture[]): Html {
  const count = pictures.length
  const [only] = pictures
  if (only && count === 1) {
    const shape = only.shape === 'wide' ? undefined : only.shape
    return drawPicture(tools, only, { shape, label: 'Picture without a description', isWide: true })
  }
  const name = classes('grid4', count === 3 && 'three', count > 4 && 'many')
  const list = pictures.map((picture, at) =>
    drawPicture(tools, picture, { label: `Picture ${at + 1} of ${count}, without a description` }),
  )
  return html`<div${name}>${list}</div>`
}

type Options = {
  shape?: string | undefined
  label: string
  /** Whether it stands alone, and may be as wide as the column. */
  isWide?: boolean
}

function drawPicture(tools: PageTools, picture: Picture, { shape, label, isWide = false }: Options): Html {
  const { alt, full, thumb, width, height } = picture
  const whole = tools.pictures.address(full, 'full') ?? full
  const instead = html`<span class="tomb">${drawIcon('circleOff')}<span>${alt || label}</span></span>`
  const image = drawImage(tools, { url: thumb, preset: 'thumb', isWide, width, height, alt }, instead)
  const name = attribute('aria-label', alt === '' ? label : undefined)
  return html`<div${classes('pic', shape)}><a href="${whole}"${name}>${image}</a>${drawAlt(alt)}</div>`
}
