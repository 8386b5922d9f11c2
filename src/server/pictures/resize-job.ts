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

/** `unsupported`: no picture of a kind that is shown. `broken`: a picture that cannot be read, or is too large. */
export type ResizeOutcome = 'done' | 'unsupported' | 'broken'

export type ResizeAnswer = { id: number; outcome: ResizeOutcome }

/** What an error of the library means. */
export function readOutcome(error: unknown): ResizeOutcome {
  return /unsupported image format/.test(String(error)) ? 'unsupported' : 'broken'
}
