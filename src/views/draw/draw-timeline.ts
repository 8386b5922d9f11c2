// Slices of conversations, one under the other. Ids stand on the first appearance of a post only.
import type { PlacedSlice, Slice } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { drawPost } from './draw-post.ts'
import { drawTime } from './draw-text.ts'
import { attribute, classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export type TimelineOptions = {
  viewer: Viewer | undefined
  /** Where its reader left off: before which slice, and when. With it every slice says when it came into the list. */
  left?: { mark: number | undefined; at: string } | undefined
}

export function drawTimeline(
  tools: PageTools,
  slices: (Slice | PlacedSlice)[],
  { viewer, left }: TimelineOptions,
): Html {
  const seen = new Set<string>()
  const isFirst = (rkey: string) => !seen.has(rkey) && Boolean(seen.add(rkey))
  const rows = slices.flatMap(({ posts, reason, replyingTo, gapAfterFirst, ...slice }, place) =>
    posts.map((post, at) => {
      const isLast = at === posts.length - 1
      const hasAnchor = post.kind === 'post' && isFirst(post.rkey)
      const isUp = !isLast
      const about = { reason: isLast ? reason : undefined, replyingTo: at === 0 ? replyingTo : undefined }
      const time = left && 'at' in slice && isLast ? slice.at : undefined
      const gap = at === 0 && gapAfterFirst ? posts.at(-1) : undefined
      return [
        at === 0 && left && place === left.mark && drawMark(left.at, tools.now),
        html`<li${classes(isUp && 'plain')}${attribute('data-at', time)}>${drawPost(tools, post, { viewer, isUp, hasAnchor, ...about })}</li>`,
        gap?.kind === 'post' &&
          html`<li class="plain"><a class="gap" href="${gap.href}">Show the posts in between</a></li>`,
      ]
    }),
  )
  return html`<ol class="posts">${rows}</ol>`
}

function drawMark(at: string, now: number): Html {
  return html`<li class="pad"><p class="left" id="left-off"><span>You left off here · ${drawTime(at, now)}</span></p></li>`
}
