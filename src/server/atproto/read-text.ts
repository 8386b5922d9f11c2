// What somebody typed → the text and facets of a post, as the official client makes them.
import { type Agent, RichText, UnicodeString } from '@atproto/api'

/** The longest path of a link that is written out. */
const longestPath = 15

/** Text without facets that would name nobody, and its length as it will be posted. Asks nobody. */
export function readText(typed: string): RichText {
  const text = new RichText({ text: trimText(typed) }, { cleanNewlines: true })
  text.detectFacetsWithoutResolution()
  return shortenLinks(text)
}

/** The handles that are mentioned, each once. Asks nobody. */
export function readMentions(typed: string): string[] {
  if (!typed.includes('@')) return []
  const features = readText(typed).facets?.flatMap((facet) => facet.features) ?? []
  // Before it is resolved, the library puts the handle in the place of the DID.
  const handles = features.flatMap((feature) => ('did' in feature ? [String(feature.did).toLowerCase()] : []))
  return [...new Set(handles)]
}

/**
 * The same with every mention resolved (com.atproto.identity.resolveHandle): one that names nobody stays text.
 */
export async function resolveText(agent: Agent, typed: string): Promise<RichText> {
  const text = new RichText({ text: trimText(typed) }, { cleanNewlines: true })
  await text.detectFacets(agent)
  const short = shortenLinks(text)
  short.facets = short.facets?.filter(({ features }) =>
    features.every((feature) => !('did' in feature) || String(feature.did).startsWith('did:')),
  )
  return short
}

/** Links are shown short, and lead where they led (`shortenLinks` of the official client). */
function shortenLinks(text: RichText): RichText {
  const short = text.clone()
  for (const facet of short.facets ?? []) {
    const isLink = facet.features.some(({ $type }) => $type === 'app.bsky.richtext.facet#link')
    if (!isLink) continue
    const { byteStart, byteEnd } = facet.index
    const shown = new UnicodeString(toShortUrl(short.unicodeText.slice(byteStart, byteEnd)))
    short.insert(byteStart, shown.utf16)
    facet.index = { byteStart, byteEnd: byteStart + shown.length }
    short.delete(byteStart + shown.length, byteEnd + shown.length)
  }
  return short
}

function toShortUrl(typed: string): string {
  if (!URL.canParse(typed)) return typed
  const { protocol, host, pathname, search, hash } = new URL(typed)
  if (protocol !== 'http:' && protocol !== 'https:') return typed
  const path = (pathname === '/' ? '' : pathname) + search + hash
  return host + (path.length > longestPath ? `${path.slice(0, longestPath - 2)}...` : path)
}

/** Empty lines at the start and space at the end are nobody's wish. */
function trimText(typed: string): string {
  return typed.replace(/^(\s*\n)+/, '').trimEnd()
}
