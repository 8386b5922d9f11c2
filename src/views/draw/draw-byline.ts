// Who wrote a post, and when.
import type { Post } from '#types/post.ts'
import { nameHandle } from '../name-handle.ts'
import { drawTime } from './draw-text.ts'
import { type Content, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

/** `face` stands before the name where it stands nowhere else. */
export function drawByline({ now }: Pick<PageTools, 'now'>, { author, href, createdAt }: Post, face?: Content): Html {
  const name = html`<a class="name" href="${author.href}"><bdi>${author.name}</bdi></a>`
  const when = html`<a class="when" href="${href}">${drawTime(createdAt, now)}</a>`
  return html`<div class="by">${face}${name} <span class="handle">${nameHandle(author)}</span> ${when}</div>`
}
