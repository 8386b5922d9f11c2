// The first link of a text, as the official library finds it.
import { RichText } from '@atproto/api'

/** Its address; undefined when the text has none. */
export function findFirstLink(text: string): string | undefined {
  const rich = new RichText({ text })
  rich.detectFacetsWithoutResolution()
  for (const { features } of rich.facets ?? []) {
    for (const feature of features) if ('uri' in feature && typeof feature.uri === 'string') return feature.uri
  }
  return undefined
}
