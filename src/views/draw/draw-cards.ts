// Cards: a link with what its page says of itself, and the things of the network that a post points to.
import type { CardEmbed, LinkEmbed } from '#types/embed.ts'
import { drawAlt } from './draw-alt.ts'
import { drawFace } from './draw-face.ts'
import { drawIcon } from './draw-icon.ts'
import { drawImage } from './draw-image.ts'
import { classes, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

/** A link; a moving picture by its still. */
export function drawLinkCard(tools: PageTools, link: LinkEmbed): Html {
  const { gif, thumb, href, host } = link
  if (gif && thumb) {
    const name = `Open the GIF on ${host}${gif.alt && `: ${gif.alt}`}`
    const { shape, width, height } = gif
    const image = drawImage(tools, { url: thumb, preset: 'thumb', isWide: true, alt: '', width, height }, undefined)
    const still = html`<a href="${href}" rel="nofollow ugc" aria-label="${name}">${image}</a>`
    return html`<div${classes('pic', shape !== 'wide' && shape)}>${still}<span class="gif">GIF · ${host}</span>${drawAlt(gif.alt)}</div>`
  }
  const about = link.description && html`<p dir="auto">${link.description}</p>`
  const words = html`<div><small>${host}</small> <strong dir="auto">${link.title}</strong>${about}</div>`
  const image = thumb && drawImage(tools, { url: thumb, preset: 'card', alt: '', width: 900, height: 473 }, undefined)
  return html`<a${classes('link', !thumb && 'bare')} href="${href}" rel="nofollow ugc">${words}${image}</a>`
}

const icons = { feed: 'rss', list: 'users', labeler: 'shield', 'starter pack': 'users' } as const

/** A feed, list, labeler or starter pack. */
export function drawRecordCard(tools: PageTools, card: CardEmbed): Html {
  const { type, by, description } = card
  const kind = `${type[0]?.toUpperCase()}${type.slice(1)}`
  const face = card.avatar
    ? drawFace(tools, card.avatar, { class: type === 'labeler' ? undefined : 'sq' })
    : html`<span class="face sq none">${drawIcon(icons[type])}</span>`
  const maker = html`<small>${kind} by <bdi>${by.startsWith('did:') ? by : `@${by}`}</bdi></small>`
  const about = description && html`<p dir="auto">${description}</p>`
  return html`<a class="link record" href="${card.href}">${face}<div><strong dir="auto">${card.title}</strong> ${maker}${about}</div></a>`
}
