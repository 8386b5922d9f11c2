// A post as HTML for other software: whole, without styles and scripts, every address absolute.
import type { Embed } from '#types/embed.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Segment } from '#types/segment.ts'

/** Text as HTML, safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/**
 * The text of `post`, then what it carries. What is held back in public stays so: its place says why.
 * @param base where this site is; addresses of ours are relative to it
 */
export function writeHtml(post: Post, base: URL): string {
  if (post.veil) return held(post.veil.title)
  const lang = post.lang ? ` lang="${escapeHtml(post.lang)}"` : ''
  const text = post.segments.length > 0 ? `<p${lang} dir="auto">${writeText(post.segments, base)}</p>` : ''
  return text + post.embeds.map((embed) => writeEmbed(embed, base)).join('')
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

function writeEmbed(embed: Embed, base: URL): string {
  if (embed.kind === 'unknown') return ''
  if (embed.kind === 'quote') return writeQuote(embed.post, base)
  if (embed.kind === 'card') {
    const title = `<a href="${address(embed.href, base)}">${escapeHtml(embed.title)}</a>`
    return `<p>${title}, a ${embed.type} by ${escapeHtml(embed.by)}</p>`
  }
  if (embed.veil) return held(embed.veil.title)
  if (embed.kind === 'pictures') {
    return embed.pictures
      .map(({ full, alt }) => `<p><img src="${address(full, base)}" alt="${escapeHtml(alt)}"></p>`)
      .join('')
  }
  if (embed.kind === 'video') {
    const poster = embed.poster ? `<img src="${address(embed.poster, base)}" alt="${escapeHtml(embed.alt)}"> ` : ''
    return `<p>${poster}${embed.playlist ? `<a href="${address(embed.playlist, base)}">Video</a>` : 'Video'}</p>`
  }
  const description = embed.description ? `<br>${escapeHtml(embed.description)}` : ''
  return `<p><a href="${address(embed.href, base)}">${escapeHtml(embed.title || embed.host)}</a>${description}</p>`
}

function writeQuote(post: Post | Tombstone, base: URL): string {
  if (post.kind === 'gone') return held('A post that cannot be shown')
  const by = `<p><a href="${address(post.href, base)}">${escapeHtml(post.author.name)}</a>:</p>`
  return `<blockquote>${by}${writeHtml(post, base)}</blockquote>`
}

function held(reason: string): string {
  return `<p><em>Held back: ${escapeHtml(reason)}</em></p>`
}

function address(href: string, base: URL): string {
  return escapeHtml(URL.canParse(href, base) ? new URL(href, base).href : base.href)
}
