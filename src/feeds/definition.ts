// The feed definition: one portable JSON document, version 1.
import { z } from 'zod'
import { type Filter, filters } from './definition-filters.ts'
import { gapMinutes, order, perAuthor, pinned, unique } from './definition-order.ts'
import { source } from './definition-sources.ts'
import { definitionLimits } from './definition-values.ts'

export type { Filter } from './definition-filters.ts'
export type { Order } from './definition-order.ts'
export type { Source } from './definition-sources.ts'

/**
 * Sources are added up, filters must all hold: a post is in when one source carries it and every filter keeps it.
 * A definition that would take the whole network is refused, because this box would have to keep the whole network.
 */
export const definitionSchema = z
  .strictObject({
    version: z.literal(1, 'This version of SkyPanel reads version 1.'),
    sources: z
      .array(source, 'Sources must be a list.')
      .min(1, 'Name at least one source.')
      .max(definitionLimits.sources, `Name at most ${definitionLimits.sources} sources.`),
    filters,
    order: order.optional(),
    perAuthor: perAuthor.optional(),
    gapMinutes: gapMinutes.optional(),
    pinned: pinned.optional(),
    unique: unique.optional(),
  })
  .refine(({ sources, filters }) => sources.every(({ type }) => type !== 'network') || filters.some(narrows), {
    path: ['filters'],
    message: 'The whole network is too much: name a hashtag, a keyword or another thing that few posts have.',
  })

export type Definition = z.infer<typeof definitionSchema>

/** A mistake in a definition: where (`filters.0.words.2`) and what, in a sentence. */
export type Mistake = { path: string; message: string }

/** Checks a document from outside. Every mistake is reported, not only the first. */
export function parseDefinition(document: unknown): { definition: Definition } | { mistakes: Mistake[] } {
  const result = definitionSchema.safeParse(document)
  if (result.success) return { definition: result.data }
  return { mistakes: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}

/** Whether few posts of the network can pass. */
function narrows(filter: Filter): boolean {
  switch (filter.type) {
    case 'all':
      return filter.of.some(narrows)
    case 'any':
      return filter.of.every(narrows)
    case 'hashtags':
    case 'keywords':
    case 'pattern':
    case 'authors':
    case 'list':
    case 'privateList':
    case 'domains':
    case 'labels':
      return true
    case 'engagement':
      return (filter.atLeast ?? 0) > 0
    default:
      return false
  }
}
