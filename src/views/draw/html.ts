// Pieces of HTML as strings. Everything that is put into one is escaped, unless it is such a piece itself.

/** Nothing but `html` and `drawing` make one, so that holding one means that it is safe to print. */
export class Html {
  readonly #text: string
  constructor(key: typeof maker, text: string) {
    if (key !== maker) throw new TypeError('only `html` makes HTML')
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: text, a piece, several of them, or nothing. */
export type Content = string | number | Html | undefined | null | false | readonly Content[]

const maker = Symbol('html')
const special = /[&<>"']/g
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function print(content: Content): string {
  if (typeof content === 'string') return content.replace(special, (character) => entities[character] ?? '')
  if (content instanceof Html) return content.toString()
  if (typeof content === 'number') return String(content)
  if (!Array.isArray(content)) return ''
  let text = ''
  for (const part of content) text += print(part)
  return text
}

/**
 * A piece of HTML, as a tag of a template: html`<a href="${href}">${name}</a>`. What stands in the template itself is
 * printed as it is, so a value belongs into the text of an element or between the quotes of an attribute, nowhere else
 * (html.test.ts looks for others). Lists are joined; undefined, null and false are nothing.
 */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  let text = strings[0] ?? ''
  for (let at = 0; at < values.length; at++) text += print(values[at]) + strings[at + 1]
  return new Html(maker, text)
}

/** An attribute with a space before it, or nothing where it has no value: html`<p${attribute('lang', lang)}>`. */
export function attribute(name: AttributeName, value: string | number | undefined): Html | undefined {
  return value === undefined ? undefined : new Html(maker, ` ${name}="${print(value)}"`)
}

/** Names that are written in code only: what comes from the network is never one. */
export type AttributeName = 'class' | 'data-at' | 'height' | 'id' | 'lang' | 'poster' | 'width' | 'aria-label' | 'alt'

/** The name of a class, or several; nothing where none is left. */
export function classes(...names: (string | false | undefined)[]): Html | undefined {
  const list = names.filter(Boolean).join(' ')
  return attribute('class', list === '' ? undefined : list)
}

/** The shapes of an icon of ours, which come from a package and not from the network. */
export function drawing(shapes: string): Html {
  return new Html(maker, shapes)
}

/** What an .astro file has rendered for a slot. */
export function slotted(rendered: string): Html {
  return new Html(maker, rendered)
}
