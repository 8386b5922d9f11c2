// What a post carries, one box after the other, and posts inside posts. Unknown kinds are a quiet line.
import type { Embed } from '#types/embed.ts'
import type { Post, Tombstone } from '#types/post.ts'
import { drawByline } from './draw-byline.ts'
import { drawLinkCard, drawRecordCard } from './draw-cards.ts'
import { drawFace } from './draw-face.ts'
import { drawIcon } from './draw-icon.ts'
import { drawPictures } from './draw-pictures.ts'
import { drawText } from './draw-text.ts'
import { drawTombstone } from './draw-tombstone.ts'
import { drawVeil } from './draw-veil.ts'
import { drawVideo } from './draw-video.ts'
import { attribute, classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

export function drawEmbeds(tools: PageTools, embeds: Embed[]): Html {
  return html`${embeds.map((embed) => html`<div class="embed">${drawEmbed(tools, embed)}</div>`)}`
}

function drawEmbed(tools: PageTools, embed: Embed): Html {
  switch (embed.kind) {
    case 'pictures':
      return drawVeil(embed.veil, drawPictures(tools, embed.pictures))
    case 'video':
      return drawVeil(embed.veil, drawVideo(tools, embed))
    case 'link':
      return drawVeil(embed.veil, drawLinkCard(tools, embed))
    case 'quote':
      return drawQuote(tools, embed.post)
    case 'card':
      return drawRecordCard(tools, embed)
    case 'unknown':
      return html`<p class="tomb">${drawIcon('circleOff')}<span>Something that this version of SkyPanel does not know</span></p>`
  }
}

/** A post inside a post: smaller, without actions. */
export function drawQuote(tools: PageTools, post: Post | Tombstone): Html {
  if (post.kind === 'gone') return drawTombstone(post.reason, 'quoted post')
  const face = drawFace(tools, post.author.avatar, { class: 's' })
  return html`<div class="quote">${drawByline(tools, post, face)}${drawBody(tools, post)}</div>`
}

/** The words of a post and what it carries, behind its veil if it has one. */
export function drawBody(tools: PageTools, post: Post, options: { mayBeLarge?: boolean } = {}): Html {
  const name = classes('body', options.mayBeLarge && post.isLarge && 'big')
  const words =
    post.segments.length > 0 &&
    html`<div${name}${attribute('lang', post.lang)} dir="auto">${drawText(post.segments)}</div>`
  return drawVeil(post.veil, [words, drawEmbeds(tools, post.embeds)])
}
