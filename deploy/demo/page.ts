// A page as somebody without a mouse gets it: its words, links and forms. Reads the HTML that SkyPanel writes, not any.
export type Field = { name: string; value: string; kind: string }
export type Form = { action: string; method: string; fields: Field[]; buttons: Field[] }
export type Page = { url: string; status: number; html: string; text: string; links: string[]; forms: Form[] }

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

function decode(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    return String.fromCodePoint(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
  })
}

function attributesOf(tag: string): Map<string, string> {
  const found = tag.matchAll(/\s([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)
  return new Map(
    [...found].map(([, name, ...values]) => [
      String(name).toLowerCase(),
      decode(values.find((v) => v !== undefined) ?? ''),
    ]),
  )
}

/** Reads `html`. Scripts and styles are no words. */
export function readPage(url: string, status: number, html: string): Page {
  const words = html.replace(/<(script|style|template)\b[\s\S]*?<\/\1>/gi, '').replace(/<[^>]*>/g, ' ')
  const links = [...html.matchAll(/<a\b[^>]*>/gi)].flatMap(([tag]) => attributesOf(tag).get('href') ?? [])
  const forms = [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)].map(([, tag, inside]) =>
    readForm(tag ?? '', inside ?? ''),
  )
  return { url, status, html, text: decode(words).replace(/\s+/g, ' '), links, forms }
}

function readForm(tag: string, inside: string): Form {
  const attributes = attributesOf(tag)
  const fields: Field[] = []
  const buttons: Field[] = []
  const controls = /<input\b[^>]*>|(<(textarea|select|button)\b[^>]*>)([\s\S]*?)<\/\2>/gi
  for (const [whole, tagOfPair, kind = 'input', content = ''] of inside.matchAll(controls)) {
    const control = tagOfPair ?? whole
    const given = attributesOf(control)
    const type = (given.get('type') ?? (kind === 'button' ? 'submit' : kind)).toLowerCase()
    const field = { name: given.get('name') ?? '', value: readValue(kind, given, content), kind: type }
    if (type === 'submit') buttons.push(field)
    else if (field.name && !given.has('disabled') && (!['radio', 'checkbox'].includes(type) || given.has('checked')))
      fields.push(field)
  }
  return {
    action: attributes.get('action') ?? '',
    method: (attributes.get('method') ?? 'get').toLowerCase(),
    fields,
    buttons,
  }
}

function readValue(kind: string, given: Map<string, string>, content: string): string {
  if (kind.toLowerCase() === 'textarea') return decode(content.replace(/^\r?\n/, ''))
  if (kind.toLowerCase() !== 'select') return given.get('value') ?? (given.get('type') === 'checkbox' ? 'on' : '')
  const options = [...content.matchAll(/<option\b[^>]*>([^<]*)/gi)].map(([tag, label]) => ({
    given: attributesOf(tag),
    label,
  }))
  const chosen = options.find((option) => option.given.has('selected')) ?? options[0]
  return chosen?.given.get('value') ?? decode(chosen?.label?.trim() ?? '')
}

/** The page, once it has answered 200. Throws what it answered otherwise. */
export async function opened(page: Promise<Page>): Promise<Page> {
  const { status, url, text } = await page
  if (status !== 200) throw new Error(`${url} answered ${status}: ${text.trim().slice(0, 200)}`)
  return page
}
