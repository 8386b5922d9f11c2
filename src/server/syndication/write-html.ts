// A post as HTML for other software: whole, without styles and scripts, every address absolute.
import type { Embed } from '#types/embed.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Segment } from '#types/segment.ts'
import type { PictureAddress } from '../pictures/picture-address.ts'
import type { VideoAddresses } from '../videos/video-address.ts'

/** Where this site is, and where it has pictures and videos: at their own addresses, or at its own. */
export type Site = {
  base: URL
  picture: PictureAddress
  playlist: VideoAddresses['playlist']
  file: VideoAddresses['file']
}

/** Text as HTML, safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/**
 * The text of `post`, then what it carries. What is held back in public stays so: its place says why.
 * @param site addresses of ours are relative to its base
 */
export function writeHtml(post: Post, site: Site): string {
  if (post.veil) return held(post.veil.title)
  const lang = post.lang ? ` lang="${escapeHtml(post.lang)}"` : ''
  const text = post.segments.length > 0 ? `<p${lang} dir="auto">${writeText(post.segments, site.base)}</p>` : ''
  return text + post.embeds.map((embed) => writeEmbed(embed, site)).join('')
}

function writeText(segments: Segment[], base: URL): string {
  return segments
    .map((part) => {
      const text = escapeHtml(part.text).replaceAll('\n', '<br>')
      if (part.kind === 'text') return text
      const host = part.kind === 'link' && part.host ? ` (${escapeHtml(part.host)})` : ''
      return `<a href="${address(part.href, base)}">${text}</a>${host}`
    })
    .join('')
}

function writeEmbed(embed: Embed, site: Site): string {
  const { base, picture, playlist } = site
  if (embed.kind === 'unknown') return ''
  if (embed.kind === 'quote') return writeQuote(embed.post, site)
  if (embed.kind === 'card') {
    const title = `<a href="${address(embed.href, base)}">${escapeHtml(embed.title)}</a>`
    return `<p>${title}, a ${embed.type} by ${escapeHtml(embed.by)}</p>`
  }
  if (embed.veil) return held(embed.veil.title)
  if (embed.kind === 'pictures') {
    return embed.pictures.map(({ full, alt }) => `<p>${writePicture(picture(full, 'large'), alt, base)}</p>`).join('')
  }
  if (embed.kind === 'video') {
    const poster = embed.poster ? `${writePicture(picture(embed.poster, 'large'), embed.alt, base)} ` : ''
    const stream = embed.playlist && playlist(embed.playlist)
    return `<p>${poster}${stream ? `<a href="${address(stream, base)}">Video</a>` : 'Video'}</p>`
  }
  const description = embed.description ? `<br>${escapeHtml(embed.description)}` : ''
  return `<p><a href="${address(embed.href, base)}">${escapeHtml(embed.title || embed.host)}</a>${description}</p>`
}

/** Its words, where it may not be shown. */
function writePicture(url: string | undefined, alt: string, base: URL): string {
  return url === undefined ? escapeHtml(alt) : `<img src="${address(url, base)}" alt="${escapeHtml(alt)}">`
}

function writeQuote(post: Post | Tombstone, site: Site): string {
  if (post.kind === 'gone') return held('A post that cannot be shown')
  const by = `<p><a href="${address(post.href, site.base)}">${escapeHtml(post.author.name)}</a>:</p>`
  return `<blockquote>${by}${writeHtml(post, site)}</blockquote>`
}

function held(reason: string): string {
  return `<p><em>Held back: ${escapeHtml(reason)}</em></p>`
}

function address(href: string, base: URL): string {
  return escapeHtml(URL.canParse(href, base) ? new URL(href, base).href : base.href)
}
