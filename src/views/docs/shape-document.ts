// The HTML that Markdown becomes → what a page of /docs holds: links between documents, anchors, tables that can be scrolled.
import type { Document, DocumentHeading, DocumentPart } from '#types/document.ts'
import { documentSlug } from './document-slug.ts'

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&amp;': '&',
}

/**
 * @param path of the Markdown file, from the root of the repository
 * @param html as the Markdown processor wrote it, headings with their ids
 * @param slugs what is shown below /docs: a link to anything else becomes its text
 */
export function shapeDocument(path: string, html: string, slugs: ReadonlySet<string>): Document {
  const [, title = path] = /<h1[^>]*>(.*?)<\/h1>/s.exec(html) ?? []
  const body = html
    .replace(/<h1[^>]*>.*?<\/h1>/s, '')
    // An id begins with a letter.
    .replace(/(<h[2-4] id="|<a href="[^"#]*#)(?=[^a-z"])/gi, '$1s-')
  const [, first = ''] = /<p>(.*?)<\/p>/s.exec(body) ?? []
  return {
    slug: documentSlug(path) ?? path,
    title: toText(title),
    summary: /^.*?[.:](?=\s|$)/s.exec(toText(first))?.[0].replace(/:$/, '.') ?? toText(first),
    headings: readHeadings(body),
    parts: readParts(toText(title), body),
    html: shapeTables(shapeHeadings(shapeLinks(path, body, slugs))),
  }
}

function readHeadings(html: string): DocumentHeading[] {
  const found = html.matchAll(/<h([2-4]) id="([^"]*)">(.*?)<\/h\1>/gs)
  return [...found].map(([, depth, id = '', text = '']) => ({ depth: Number(depth), id, text: toText(text) }))
}

/** A part for each heading, with the text down to the next one. */
function readParts(title: string, html: string): DocumentPart[] {
  const [before = '', ...rest] = html.split(/(?=<h[2-4] id=")/)
  const below = rest.map((piece) => {
    const [whole = '', id = '', heading = ''] = /^<h[2-4] id="([^"]*)">(.*?)<\/h[2-4]>/s.exec(piece) ?? []
    return { id, heading: toText(heading), text: toText(piece.slice(whole.length)) }
  })
  return [{ id: '', heading: title, text: toText(before) }, ...below]
}

function shapeLinks(path: string, html: string, slugs: ReadonlySet<string>): string {
  return html.replace(/<a href="([^"]*)"([^>]*)>(.*?)<\/a>/gs, (whole, href: string, more: string, text: string) => {
    if (/^([a-z]+:|#|\/)/.test(href)) return whole
    const target = new URL(href, `file:///${path}`)
    const slug = documentSlug(decodeURI(target.pathname.slice(1)))
    if (slug === undefined || !slugs.has(slug)) return text
    return `<a href="/docs${slug && `/${slug}`}${target.hash}"${more}>${text}</a>`
  })
}

function shapeHeadings(html: string): string {
  return html.replace(
    /<h([2-4]) id="([^"]*)">(.*?)<\/h\1>/gs,
    (_, depth: string, id: string, text: string) =>
      `<h${depth} id="${id}"><a href="#${id}">${text.replace(/<\/?a\b[^>]*>/g, '')}</a></h${depth}>`,
  )
}

/** A wide table is scrolled by itself, with the keyboard too. The policy allows no style of its own. */
function shapeTables(html: string): string {
  let count = 0
  return html
    .replace(/<table[\s>].*?<\/table>/gs, (table) => {
      count++
      return `<section class="scroll" aria-label="Table ${count}" tabindex="0">${table}</section>`
    })
    .replace(/ (style="text-align: ?|align=")(left|center|right);?"/g, (_, __, side: string) =>
      side === 'right' ? ' class="end"' : '',
    )
    .replace(/<th( class="end")?><\/th>/g, '<td$1></td>')
    .replace(/<th(?=[ >])/g, '<th scope="col"')
}

function toText(html: string): string {
  return html
    .replace(/<\/(p|li|t[dhr]|h\d|pre)>|<br>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|#x27|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}
