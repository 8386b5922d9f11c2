// Text with its links, and times. White space matters here: lines of a post are lines of the page.
import type { Segment } from '#types/segment.ts'
import { absoluteTime, relativeTime } from '../format-time.ts'
import { type Content, type Html, html } from './html.ts'

export function drawText(segments: Segment[]): Html {
  return html`${segments.map(drawSegment)}`
}

function drawSegment(part: Segment): Content {
  if (part.kind === 'text') return part.text
  if (part.kind !== 'link') return html`<a href="${part.href}">${part.text}</a>`
  const host = part.host && html`<small class="host"> (${part.host})</small>`
  return html`<a href="${part.href}" rel="nofollow ugc">${part.text}</a>${host}`
}

/** How long ago `at` (ISO 8601) was at `now` (ms), with the exact time for whoever asks. */
export function drawTime(at: string, now: number): Html {
  return html`<time datetime="${at}" title="${absoluteTime(at)}">${relativeTime(at, now)}</time>`
}
