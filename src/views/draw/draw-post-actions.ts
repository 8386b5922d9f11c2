// The action bar: one form, whose buttons say what to do. The island `postActions` answers it without a page load.
// What else can be done stands on the page of its menu: a new entry goes into server/reads/post-menu.ts.
import type { Post } from '#types/post.ts'
import { countOf, formatCount } from '../format-time.ts'
import type { SpriteName } from '../sprite.ts'
import { drawGlyph } from './draw-icon.ts'
import { type Html, html } from './html.ts'

/** An icon, and what a browser of text shows in its place; screen readers read the name of the button instead. */
const sign = (name: SpriteName, word: string, fill = false) => html`${drawGlyph(name, fill)}<i class="sr">${word} </i>`

/** The same in every post: drawn once. */
const signs = {
  reply: sign('reply', 'Reply'),
  repost: sign('repost', 'Repost'),
  reposted: sign('repost', 'Reposted'),
  like: sign('like', 'Like', true),
  liked: sign('like', 'Liked', true),
  save: sign('save', 'Save', true),
  saved: sign('save', 'Saved', true),
  more: sign('more', 'More'),
}
const isPressed = html`value="1" aria-pressed="true"`
const isNotPressed = html`value="" aria-pressed="false"`

const shown = (count: number) => (count > 0 ? formatCount(count) : '')

/** @param back where its forms lead back to */
export function drawPostActions(post: Post, back: string): Html {
  const { counts, viewer } = post
  const repost = html` formaction="/post/repost" name="undo" ${state(viewer.isReposted)} aria-label="${named(post, 'Repost', countOf(counts.reposts, 'repost'))}"`
  const like = html` name="undo" ${state(viewer.isLiked)} aria-label="${named(post, 'Like', countOf(counts.likes, 'like'))}"`
  const save = html` formaction="/post/bookmark" name="undo" ${state(viewer.isBookmarked)} aria-label="Bookmark"`
  return html`<form class="acts" method="post" action="/post/like">${[
    html`<input type="hidden" name="uri" value="${post.uri}"><input type="hidden" name="back" value="${back}">`,
    drawReply(post),
    html`<button type="submit"${repost}>${viewer.isReposted ? signs.reposted : signs.repost}<span>${shown(counts.reposts)}</span></button> `,
    html`<button type="submit"${like}>${viewer.isLiked ? signs.liked : signs.like}<span>${shown(counts.likes)}</span></button> `,
    html`<button type="submit"${save}>${viewer.isBookmarked ? signs.saved : signs.save}</button> `,
    html`<button type="submit" formmethod="get" formaction="/post/menu" aria-label="More actions">${signs.more}</button> `,
  ]}</form>`
}

const named = ({ hidesCounts }: Post, act: string, count: string) => (hidesCounts ? act : `${act}, ${count}`)

function state(isOn: boolean): Html {
  return isOn ? isPressed : isNotPressed
}

function drawReply(post: Post): Html {
  const { uri, counts, viewer } = post
  const inside = html`${signs.reply}${shown(counts.replies)}`
  if (!viewer.canReply) {
    return html`<span title="You cannot reply to this post">${inside}<span class="sr">; you cannot reply</span></span> `
  }
  const name = named(post, 'Reply', countOf(counts.replies, 'reply', 'replies'))
  return html`<a href="/compose?reply=${encodeURIComponent(uri)}" aria-label="${name}">${inside}</a> `
}
