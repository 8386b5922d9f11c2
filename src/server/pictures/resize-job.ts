// What `web` and the process that decodes pictures say to each other.
import type { PictureFormat } from './presets.ts'

/** `source` and `target` are paths. Without `height` the picture keeps its shape, up to three times as tall as wide. */
export type ResizeJob = {
  id: number
  source: string
  target: string
  width: number
  height?: number | undefined
  format: PictureFormat
}

/**
 * Makes of somebody's own file what can be posted: upright, without metadata, at most `side` pixels wide and tall and
 * `bytes` long, as JPEG, or as PNG or WebP where something shows through. `preview` is a path for a small WebP of it.
 */
export type ShrinkJob = {
  id: number
  source: string
  target: string
  preview: string
  side: number
  bytes: number
}

/** `unsupported`: no picture of a kind that is shown. `broken`: it cannot be read. `large`: it has too many pixels. */
export type ResizeOutcome = 'done' | 'unsupported' | 'broken' | 'large'

/** A picture that can be posted. */
export type Shrunk = { mime: 'image/jpeg' | 'image/png' | 'image/webp'; width: number; height: number; bytes: number }

export type ResizeAnswer = { id: number; outcome: ResizeOutcome; made?: Shrunk }

/** What an error of the library means. */
export function readOutcome(error: unknown): ResizeOutcome {
  if (/unsupported image format|compression format|has not been built in/.test(String(error))) return 'unsupported'
  return /exceeds pixel limit/.test(String(error)) ? 'large' : 'broken'
}
