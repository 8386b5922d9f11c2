// How long a post will be, in graphemes, counted as the official library does: links are shortened first.

/** Limit of a post (app.bsky.feed.post). */
const limit = 300
/** What @atproto/api takes for a link, and what it takes for too many empty lines. */
const links = /(^|\s|\()((https?:\/\/[\S]+)|([a-z][a-z0-9]*(?:\.[a-z0-9]+)+[\S]*))/gim
// biome-ignore lint/suspicious/noMisleadingCharacterClass: they are meant one by one, as in the library
const emptyLines = /[\r\n](?:[\u00AD\u2060\u200D\u200C\u200B\s]*[\r\n]){2,}/

export function countGraphemes(typed: string): number {
  let text = typed.replace(/^(\s*\n)+/, '').trimEnd()
  while (emptyLines.test(text)) {
    const next = text.replace(emptyLines, '\n\n')
    if (next === text) break
    text = next
  }
  text = text.replace(links, (match, before: string, link: string, address?: string) =>
    address?.startsWith('http') ? before + shorten(link) : match,
  )
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length
}

/** Makes a counter show what is left, or how much there is of how much there may be. */
export function countDown(counter: Element | null | undefined, typed: string): void {
  if (!counter) return
  const used = countGraphemes(typed)
  counter.textContent = used > limit ? `${used} / ${limit}` : String(limit - used)
  counter.classList.toggle('oops', used > limit)
  counter.classList.toggle('soft', used <= limit)
}

function shorten(typed: string): string {
  let link = typed.replace(/[.,;:!?]$/, '')
  if (link.endsWith(')') && !link.includes('(')) link = link.slice(0, -1)
  const rest = typed.slice(link.length)
  if (!URL.canParse(link)) return typed
  const { host, pathname, search, hash } = new URL(link)
  const path = (pathname === '/' ? '' : pathname) + search + hash
  return host + (path.length > 15 ? `${path.slice(0, 13)}...` : path) + rest
}
