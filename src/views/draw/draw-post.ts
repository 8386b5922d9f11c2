// A post in a list. Somebody signed in can act on it; others see what was done with it. Thirty of them are most of a
// page, so they are strings and no components (docs/decisions/020-posts-are-drawn-as-strings.md). To add to one: a
// function beside these that returns html`…`, and its call in `drawPost`. Where an .astro file wants one: PostCard.astro.
import type { Actor } from '#types/actor.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Reason } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { countOf } from '../format-time.ts'
import { nameHandle } from '../name-handle.ts'
import { drawByline } from './draw-byline.ts'
import { drawBody } from './draw-embeds.ts'
import { drawFace } from './draw-face.ts'
import { drawIcon } from './draw-icon.ts'
import { drawPostActions } from './draw-post-actions.ts'
import { drawTombstone } from './draw-tombstone.ts'
import { attribute, classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export type PostOptions = {
  viewer: Viewer | undefined
  reason?: Reason | undefined
  /** Whom it answers, when that post is not above it. */
  replyingTo?: Actor | undefined
  /** Whether a line leads on to the next post of the thread. */
  isUp?: boolean
  /** False where the same post stands on the page already: ids are unique. */
  hasAnchor?: boolean
  /** Where its forms lead back to; this page, unless told. */
  back?: string | undefined
}

export function drawPost(tools: PageTools, post: Post | Tombstone, options: PostOptions): Html {
  if (post.kind === 'gone') {
    const isHere = post.reason === 'just-hidden'
    return drawTombstone(post.reason, 'post', isHere ? `post-${post.uri.split('/').at(-1)}` : undefined)
  }
  const { viewer, reason, replyingTo, isUp, hasAnchor = true, back = tools.here } = options
  const { author } = post
  const id = attribute('id', hasAnchor ? `post-${post.rkey}` : undefined)
  return html`<article${classes('post', isUp && 'up')}${id} aria-label="Post by ${author.name}">${[
    reason && drawReason(reason),
    html`<a class="side" href="${author.href}" tabindex="-1" aria-hidden="true">${drawFace(tools, author.avatar)}</a>`,
    drawByline(tools, post),
    replyingTo && html`<p class="soft"><small>Replying to ${drawLink(replyingTo, nameHandle(replyingTo))}</small></p>`,
    drawNotes(post.notes),
    drawBody(tools, post, { mayBeLarge: true }),
    viewer ? drawPostActions(post, back) : drawTally(post.counts),
  ]}</article>`
}

/** What labels warn of without hiding the post. */
export function drawNotes(notes: string[]): Html | undefined {
  if (notes.length === 0) return undefined
  return html`<p class="line notes">${notes.map((note) => html`<span class="tag warn">${note}</span>`)}</p>`
}

function drawReason(reason: Reason): Html {
  if (reason.kind === 'pin') return html`<p class="why">${drawIcon('pin')}<span>Pinned</span></p>`
  return html`<p class="why">${drawIcon('repeat')}<span>Reposted by ${drawLink(reason.by, reason.by.name)}</span></p>`
}

function drawLink({ href }: Actor, name: string): Html {
  return html`<a href="${href}"><bdi>${name}</bdi></a>`
}

/** What others did with a post, in words: for readers who cannot act on it. */
function drawTally({ replies, reposts, likes }: Post['counts']): Html {
  const told = [
    replies > 0 && countOf(replies, 'reply', 'replies'),
    reposts > 0 && countOf(reposts, 'repost'),
    likes > 0 && countOf(likes, 'like'),
  ]
  return html`<p class="tally">${told.map((words) => words && html`<span>${words}</span> `)}</p>`
}
