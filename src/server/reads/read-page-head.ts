// What a web page says of itself in its head: title, description, picture. Read as it comes in, and no further.
import { Parser } from 'htmlparser2'

export type PageHead = { title: string; description: string; picture: string | undefined }

/** Where charset declarations must stand (HTML, "Determining the character encoding"). */
const prescanned = 1024
/** Some pages have a megabyte of scripts in front of what is looked for here. */
const longestHead = 1024 * 1024

const titles = ['og:title', 'twitter:title', '<title>']
const descriptions = ['og:description', 'twitter:description', 'description']
const pictures = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']

/**
 * Reads `body` up to the end of the head.
 * @param contentType the header, whose charset counts before that of the page
 * @param base the address of the page, which its picture may be relative to
 */
export async function readPageHead(body: AsyncIterable<Uint8Array>, contentType: string, base: URL): Promise<PageHead> {
  const found = new Map<string, string>()
  let isDone = false
  let inTitle = false
  const parser = new Parser({
    onopentag(name, { property, name: key = property, content, charset }) {
      const label = (property ?? key)?.trim().toLowerCase()
      if (name === 'meta' && !isDone && label && content && !charset && found.size < 200)
        keepFirst(found, label, content)
      if (name === 'title') inTitle = !isDone && !found.has('<title>')
      if (name === 'body') isDone = true
    },
    ontext(text) {
      if (inTitle) found.set('<title>', `${found.get('<title>') ?? ''}${text}`.slice(0, 5000))
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
      if (name === 'head') isDone = true
    },
  })
  let length = 0
  let head = Buffer.alloc(0)
  let decoder: TextDecoder | undefined
  for await (const chunk of body) {
    length += chunk.length
    if (!decoder) {
      head = Buffer.concat([head, chunk])
      if (head.length < prescanned) continue
      decoder = createDecoder(contentType, head)
      parser.write(decoder.decode(head, { stream: true }))
    } else parser.write(decoder.decode(chunk, { stream: true }))
    if (isDone || length > longestHead) break
  }
  if (!decoder) parser.write(createDecoder(contentType, head).decode(head))
  parser.end()
  const pick = (names: string[]) => names.map((name) => flatten(found.get(name) ?? '')).find(Boolean) ?? ''
  const picture = pick(pictures)
  return {
    title: pick(titles),
    description: pick(descriptions),
    picture: picture && URL.canParse(picture, base.href) ? new URL(picture, base).href : undefined,
  }
}

function keepFirst(found: Map<string, string>, name: string, value: string): void {
  if (!found.has(name)) found.set(name, value.slice(0, 5000))
}

function flatten(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** By a byte order mark, the header, the page, else UTF-8. Unknown names are UTF-8. */
function createDecoder(contentType: string, head: Buffer): TextDecoder {
  const start = head.toString('latin1', 0, prescanned)
  const mark = start.startsWith('\xfe\xff') ? 'utf-16be' : start.startsWith('\xff\xfe') ? 'utf-16le' : undefined
  const inHeader = /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1]
  const inPage = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1]
  try {
    return new TextDecoder(start.startsWith('\xef\xbb\xbf') ? 'utf-8' : (mark ?? inHeader ?? inPage ?? 'utf-8'))
  } catch {
    return new TextDecoder()
  }
}
