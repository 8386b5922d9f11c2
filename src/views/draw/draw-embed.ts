// Posts in an embed: as in a list, with fewer bytes, and in the language that the page around it asked for.

import type { Embed } from '#types/embed.ts'
import type { EmbedOptions } from '#types/embed-options.ts'
import type { EmbedPage } from '#types/embed-page.ts'
import type { Post } from '#types/post.ts'
import { countIn, embedWords } from '../embed-words.ts'
import { absoluteIn, relativeIn } from '../format-time-in.ts'
import { nameHandle } from '../name-handle.ts'
import { drawBody } from './draw-embeds.ts'
import { drawFace } from './draw-face.ts'
import { drawIcon } from './draw-icon.ts'
import { drawNotes } from './draw-post.ts'
import { type Content, type Html, html } from './html.ts'
import type { PageTools } from './page-tools.ts'

type Row = EmbedPage['posts'][number]
type Options = Pick<EmbedOptions, 'lang' | 'hasMedia'>

/** `tools` for an embed: pictures come in the one size that it has room for, and from this box or not at all. */
export function frugally({ pictures, videos, ...tools }: PageTools): PageTools {
  const own = (address: string | undefined) => (address?.startsWith('/') ? address : undefined)
  return {
    ...tools,
    pictures: { address: (url, preset) => own(pictures.address(url, preset === 'large' ? 'thumb' : preset)) },
    videos: { address: { ...videos.address, playlist: (url) => own(videos.address.playlist(url)) } },
  }
}

export function drawEmbedPosts(tools: PageTools, rows: Row[], options: Options): Html {
  return html`<ol>${rows.map((row) => html`<li>${drawRow(tools, row, options)}</li>`)}</ol>`
}

/** What stands for a profile or a list: people are round. */
export function drawEmbedFace(tools: PageTools, avatar: string, kind: EmbedPage['kind']): Html {
  return drawFace(tools, avatar, { class: kind === 'list' ? 'sq' : undefined })
}

function drawRow(tools: PageTools, { post, reason }: Row, { lang, hasMedia }: Options): Html {
  const { author } = post
  const words = embedWords(lang)
  const by = reason?.kind === 'repost' && html` <a href="${reason.by.href}"><bdi>${reason.by.name}</bdi></a>`
  const why =
    reason &&
    html`<p class="why">${drawIcon(by ? 'repeat' : 'pin')}<span>${by ? words.repostedBy : words.pinned}${by}</span></p>`
  return html`<article class="post">${[
    html`<a class="side" href="${author.href}" tabindex="-1" aria-hidden="true">${drawFace(tools, author.avatar)}</a>`,
    why,
    html`<div class="by"><a class="name" href="${author.href}"><bdi>${author.name}</bdi></a> <span class="handle">${nameHandle(author)}</span> ${drawWhen(tools, post, lang)}</div>`,
    drawNotes(post.notes),
    drawBody(tools, hasMedia ? post : nameMedia(post, lang), { mayBeLarge: true }),
    drawTally(post, lang),
  ]}</article>`
}

function drawWhen({ now }: PageTools, { href, createdAt }: Post, lang: EmbedOptions['lang']): Html {
  const time = html`<time datetime="${createdAt}" title="${absoluteIn(lang, createdAt)}">${relativeIn(lang, createdAt, now)}</time>`
  return html`<a class="when" href="${href}">${time}</a>`
}

function drawTally({ counts }: Post, lang: EmbedOptions['lang']): Content {
  const words = embedWords(lang)
  const told = (['replies', 'reposts', 'likes'] as const).filter((kind) => counts[kind] > 0)
  if (told.length === 0) return undefined
  return html`<p class="tally">${told.map((kind) => html`<span>${countIn(lang, counts[kind], words[kind])}</span> `)}</p>`
}

/** `post` with a link in the place of its pictures and videos, also of those of a post that it quotes. */
function nameMedia(post: Post, lang: EmbedOptions['lang']): Post {
  const words = embedWords(lang)
  const embeds = post.embeds.flatMap((embed): Embed[] => {
    if (embed.kind === 'pictures' || embed.kind === 'video') return []
    if (embed.kind === 'quote' && embed.post.kind === 'post') return [{ ...embed, post: nameMedia(embed.post, lang) }]
    if (embed.kind === 'link') return [{ ...embed, thumb: undefined, gif: undefined }]
    return [embed]
  })
  const pictures = post.embeds.flatMap((embed) => (embed.kind === 'pictures' ? embed.pictures : [])).length
  const names = [
    pictures > 0 && countIn(lang, pictures, words.pictures),
    post.embeds.some(({ kind }) => kind === 'video') && words.video,
  ].filter((name) => name !== false)
  const links = names.flatMap((text, at) => [
    { kind: 'text' as const, text: at > 0 ? ' · ' : post.segments.length > 0 ? '\n' : '' },
    { kind: 'link' as const, text, href: post.href },
  ])
  return { ...post, embeds, segments: [...post.segments, ...links] }
}
