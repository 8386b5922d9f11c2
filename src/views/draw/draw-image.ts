// The one place that draws an <img>: from its own address, or in the size that fits from this box (ctx.pictures).
import type { PicturePreset } from '#types/picture-preset.ts'
import { attribute, type Content, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export type ImageOptions = {
  /** As a record names it: absolute, http or https. */
  url: string
  preset: PicturePreset
  alt: string
  /** Also offered in 1200 pixels, for wide and dense screens. Only where the preset is `thumb`. */
  isWide?: boolean
  class?: string | undefined
  width?: string | number | undefined
  height?: string | number | undefined
  loading?: 'lazy' | 'eager'
}

/** The picture; `instead` where it may not be shown at all. */
export function drawImage({ pictures }: Pick<PageTools, 'pictures'>, options: ImageOptions, instead: Content): Html {
  const { url, preset, alt, isWide = false, loading = 'lazy' } = options
  const src = pictures.address(url, preset)
  if (!src) return html`${instead}`
  const large = isWide ? pictures.address(url, 'large') : undefined
  const choice = large && large !== src && html` srcset="${src} 600w, ${large} 1200w" sizes="auto, 34rem"`
  const box = html`${attribute('class', options.class)}${attribute('width', options.width)}${attribute('height', options.height)}`
  return html`<img src="${src}"${choice} alt="${alt}" loading="${loading}"${box}>`
}
