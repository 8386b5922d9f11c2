// The feed definition: one portable JSON document, version 1.
import { z } from 'zod'
import { filters } from './definition-filters.ts'
import { gapMinutes, order, perAuthor, pinned, unique } from './definition-order.ts'
import { source } from './definition-sources.ts'
import { definitionLimits } from './definition-values.ts'
import { findExcess, findOversize, narrows } from './limit-definition.ts'
import { isPersonal } from './personal.ts'

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
  .superRefine((parts, context) => {
    for (const { message } of findExcess(parts)) context.addIssue({ code: 'custom', message })
  })
  .refine(({ sources }) => !isPersonal({ sources }) || sources.length === 1, {
    path: ['sources'],
    message: 'What each reader follows is a feed of its own: it has no other sources.',
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
  const oversize = findOversize(document)
  if (oversize !== undefined) return { mistakes: [oversize] }
  const result = definitionSchema.safeParse(document)
  if (result.success) return { definition: result.data }
  return { mistakes: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
