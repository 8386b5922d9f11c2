// One post record (app.bsky.feed.post) → Markdown. A record may be of any shape.
import { isObject } from './to-embed.ts'
import { toSegments } from './to-segments.ts'

const app = 'https://bsky.app'

/** What Markdown would take for a mark of its own. */
function escapeMarks(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
}

/** A line that would begin a list or a number stays a line. */
function escapeLines(text: string): string {
  return text.replace(/^(\s*)([-+=]|\d+[.)])(?=\s|$)/gm, '$1\\$2').replace(/\n/g, '  \n')
}

function textOf(value: unknown, most = 20_000): string {
  return typeof value === 'string' ? value.slice(0, most) : ''
}

/** The page of a post on the web. */
function addressOf(uri: string): string {
  const [, , did = '', , rkey = ''] = uri.split('/')
  return `${app}/profile/${did}/post/${rkey}`
}

function link(title: string, uri: string): string {
  const href =
    URL.canParse(uri) && /^https?:/.test(uri)
      ? uri.replace(/[()\s<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
      : ''
  const name = escapeMarks(title.replace(/\s+/g, ' ').trim()) || uri
  return href === '' ? name : `[${name}](${href})`
}

/** The post `uri` with its time, text, links, descriptions of pictures, quotes and what it answers. */
export function postToMarkdown(uri: string, record: unknown): string {
  if (!isObject(record)) return `\n---\n\n*A post that cannot be read:* ${uri}\n`
  const at = new Date(textOf(record.createdAt))
  const time = Number.isNaN(at.getTime()) ? 'At no known time' : at.toISOString().replace('T', ' ').slice(0, 16)
  const parent = isObject(record.reply) && isObject(record.reply.parent) ? textOf(record.reply.parent.uri) : ''
  const parts = [
    `## ${link(time, addressOf(uri))}`,
    parent && `*In reply to ${link(addressOf(parent), addressOf(parent))}*`,
    writeText(record),
    ...writeEmbed(record.embed),
    writeTags(record.tags),
  ]
  return `\n---\n\n${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function writeText(record: Record<string, unknown>): string {
  const segments = toSegments(textOf(record.text), record.facets)
  const pieces = segments.map((segment) => {
    if (segment.kind === 'text') return escapeMarks(segment.text)
    return link(segment.text, segment.kind === 'link' ? segment.href : app + segment.href)
  })
  return escapeLines(pieces.join(''))
}

function writeTags(tags: unknown): string {
  const all = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string').slice(0, 8) : []
  return all.map((tag) => `\\#${escapeMarks(tag)}`).join(' ')
}

function writeEmbed(embed: unknown): string[] {
  if (!isObject(embed)) return []
  const kind = textOf(embed.$type).split('.').at(-1)
  if (kind === 'images' || kind === 'gallery') {
    const pictures = [embed.images, embed.items].find(Array.isArray) ?? []
    return (pictures as unknown[]).slice(0, 20).map((picture) => `> Picture: ${describe(picture)}`)
  }
  if (kind === 'video') return [`> Video: ${describe(embed)}`]
  if (kind === 'external' && isObject(embed.external)) {
    const { title, uri, description } = embed.external
    const about = escapeMarks(textOf(description, 2000).replace(/\s+/g, ' ').trim())
    return [`> Link: ${link(textOf(title, 300), textOf(uri))}${about === '' ? '' : `  \n> ${about}`}`]
  }
  if (kind === 'record' && isObject(embed.record)) return [quote(textOf(embed.record.uri))]
  if (kind === 'recordWithMedia') {
    const inner = isObject(embed.record) && isObject(embed.record.record) ? textOf(embed.record.record.uri) : ''
    return [...writeEmbed(embed.media), quote(inner)]
  }
  return [`> Something of the kind ${escapeMarks(textOf(embed.$type, 100)) || 'nobody knows'}`]
}

function quote(uri: string): string {
  const address = uri.includes('/app.bsky.feed.post/') ? addressOf(uri) : uri
  return `> Quote: ${link(address, address)}`
}

function describe(thing: unknown): string {
  const alt = isObject(thing) ? textOf(thing.alt).replace(/\s+/g, ' ').trim() : ''
  return alt === '' ? 'without a description' : escapeMarks(alt)
}
