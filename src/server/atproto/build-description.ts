// What somebody wrote about a list or a starter pack → the fields of its record, with links and mentions found.
import { type Agent, RichText } from '@atproto/api'
import { askUpstream } from './ask-upstream.ts'

/** `description` and `descriptionFacets`, or neither where nothing was written. @throws AppError as upstream answers */
export async function buildDescription(agent: Agent, text: string) {
  const rich = new RichText({ text: text.trim() }, { cleanNewlines: true })
  if (rich.text === '') return {}
  await askUpstream(rich.detectFacets(agent))
  // A mention of nobody gets an empty DID from the library, which no server takes: it stays text.
  const facets = (rich.facets ?? []).filter(({ features }) =>
    features.every((feature) => !('did' in feature) || feature.did !== ''),
  )
  return { description: rich.text, ...(facets.length > 0 ? { descriptionFacets: facets } : {}) }
}
