// Text as written in the seed → plain text and facets (app.bsky.richtext.facet), offsets in UTF-8 bytes.
import { type AppBskyRichtextFacet, RichText } from '@atproto/api'

type Facet = AppBskyRichtextFacet.Main

/**
 * Turns `[words](address)` into a link on words and finds mentions, addresses and hashtags.
 * `didOf` answers for the handles that exist here; a mention of anybody else stays plain text.
 */
export function findFacets(source: string, didOf: (handle: string) => string | undefined) {
  const links: Facet[] = []
  let text = ''
  let at = 0
  for (const match of source.matchAll(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g)) {
    text += source.slice(at, match.index)
    const byteStart = Buffer.byteLength(text)
    text += match[1]
    const uri = match[2] as `${string}:${string}`
    links.push({
      index: { byteStart, byteEnd: Buffer.byteLength(text) },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
    })
    at = match.index + match[0].length
  }
  text += source.slice(at)
  const rich = new RichText({ text })
  rich.detectFacetsWithoutResolution()
  const found = (rich.facets ?? []).flatMap((facet) => resolveMention(facet, didOf))
  const facets = [...links, ...found].sort((a, b) => a.index.byteStart - b.index.byteStart)
  return { text, facets }
}

function resolveMention(facet: Facet, didOf: (handle: string) => string | undefined): Facet[] {
  const feature = facet.features[0] as { $type?: string; did?: string }
  if (feature.$type !== 'app.bsky.richtext.facet#mention') return [facet]
  const did = didOf(feature.did ?? '') as `did:${string}:${string}` | undefined
  return did ? [{ index: facet.index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }] : []
}
