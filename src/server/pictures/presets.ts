// What each preset means in pixels, and which formats it comes in.
import type { PicturePreset } from '#types/picture-preset.ts'

export type PictureFormat = 'avif' | 'webp' | 'jpeg'

/**
 * Without `height` a picture keeps its shape, and is never made larger. AVIF is offered where it is worth what it
 * costs: tiny pictures gain nothing, and a large one would take a small box seconds (docs/decisions/014-pictures.md).
 */
type Preset = { width: number; height?: number; hasAvif: boolean }

export const presets: Record<PicturePreset, Preset> = {
  avatar: { width: 96, height: 96, hasAvif: false },
  'avatar-large': { width: 192, height: 192, hasAvif: false },
  banner: { width: 1200, height: 400, hasAvif: false },
  card: { width: 320, hasAvif: true },
  thumb: { width: 600, hasAvif: true },
  large: { width: 1200, hasAvif: false },
  full: { width: 2000, hasAvif: false },
}

export function isPreset(name: string): name is PicturePreset {
  return Object.hasOwn(presets, name)
}

/** The best format that `accept` (RFC 9110 §12.5.1) names; JPEG for who names none, such as text browsers. */
export function chooseFormat(preset: PicturePreset, accept: string | undefined): PictureFormat {
  const takes = (type: string) => new RegExp(`${type}(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`, 'i').test(accept ?? '')
  if (presets[preset].hasAvif && takes('image/avif')) return 'avif'
  return takes('image/webp') ? 'webp' : 'jpeg'
}
