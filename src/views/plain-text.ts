// Text without its links.
import type { Segment } from '#types/segment.ts'

/** The words of `segments` on one line. */
export function plainText(segments: Segment[]): string {
  return segments
    .map(({ text }) => text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}
