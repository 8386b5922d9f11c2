// The feed definition: one portable JSON document, version 1.
import { z } from 'zod'

/** Bounds of a definition. What goes past them is refused with the path to it. */
export const definitionLimits = { sources: 20, filters: 20, tags: 50, words: 200, tagLength: 64, wordLength: 100 }

const tag = z
  .string('A hashtag must be text.')
  .trim()
  .transform((value) => value.replace(/^[#＃]/, '').normalize('NFC'))
  .pipe(
    z
      .string()
      .min(1, 'A hashtag must not be empty.')
      .max(definitionLimits.tagLength, `A hashtag has at most ${definitionLimits.tagLength} characters.`)
      .regex(/^[^\s\p{Cc}#＃]*$/u, 'A hashtag is one word, without spaces.')
      .regex(/[^\p{N}\p{P}]|^$/u, 'A hashtag needs more than digits and punctuation.'),
  )

const word = z
  .string('A keyword must be text.')
  .transform((value) => value.trim().replace(/\s+/g, ' ').normalize('NFC'))
  .pipe(
    z
      .string()
      .min(1, 'A keyword must not be empty.')
      .max(definitionLimits.wordLength, `A keyword has at most ${definitionLimits.wordLength} characters.`)
      .regex(/^[^\p{Cc}]*$/u, 'A keyword must not hold control characters.')
      .regex(/[\p{L}\p{N}\p{S}]|^$/u, 'A keyword needs a letter, a number or a symbol.'),
  )

const tags = z
  .array(tag, 'Hashtags must be a list.')
  .min(1, 'Name at least one hashtag.')
  .max(definitionLimits.tags, `Name at most ${definitionLimits.tags} hashtags.`)

const words = z
  .array(word, 'Keywords must be a list.')
  .min(1, 'Name at least one keyword.')
  .max(definitionLimits.words, `Name at most ${definitionLimits.words} keywords.`)

const hashtags = z.strictObject({ type: z.literal('hashtags'), tags })
const keywords = z.strictObject({ type: z.literal('keywords'), words })
const replies = z.strictObject({
  type: z.literal('replies'),
  keep: z.literal(false, 'Only false: a feed keeps replies unless told otherwise.'),
})

/** People on a list that only the feed's owner sees, on this box; whoever is on it when a post comes counts. */
const privateList = z.strictObject({
  type: z.literal('privateList'),
  list: z.string('A private list is named by its key.').regex(/^[2-7a-z]{13}$/, 'A private list is named by its key.'),
})

const source = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('network') }), hashtags, privateList], {
  error: 'There is no such source. Known are network, hashtags and privateList.',
})

const condition = z.discriminatedUnion('type', [hashtags, keywords], {
  error: 'There is no such condition. Known are hashtags and keywords.',
})

const filter = z.discriminatedUnion(
  'type',
  [
    hashtags,
    keywords,
    replies,
    z.strictObject({
      type: z.literal('any'),
      of: z
        .array(condition, 'The conditions must be a list.')
        .min(1, 'Name at least one condition.')
        .max(definitionLimits.filters, `Name at most ${definitionLimits.filters} conditions.`),
    }),
  ],
  { error: 'There is no such filter. Known are any, hashtags, keywords and replies.' },
)

/**
 * Sources are added up, filters must all hold: a post is in when one source carries it and every filter keeps it.
 * A definition that would take the whole network is refused, because this box would have to keep the whole network.
 */
const definitionSchema = z
  .strictObject({
    version: z.literal(1, 'This version of SkyPanel reads version 1.'),
    sources: z
      .array(source, 'Sources must be a list.')
      .min(1, 'Name at least one source.')
      .max(definitionLimits.sources, `Name at most ${definitionLimits.sources} sources.`),
    filters: z
      .array(filter, 'Filters must be a list.')
      .max(definitionLimits.filters, `Name at most ${definitionLimits.filters} filters.`),
  })
  .refine(
    ({ sources, filters }) =>
      sources.every(({ type }) => type !== 'network') || filters.some(({ type }) => type !== 'replies'),
    { path: ['filters'], message: 'The whole network is too much: name a hashtag or a keyword.' },
  )

export type Definition = z.infer<typeof definitionSchema>
export type Source = Definition['sources'][number]
export type Filter = Definition['filters'][number]

/** A mistake in a definition: where (`filters.0.words.2`) and what, in a sentence. */
export type Mistake = { path: string; message: string }

/** Checks a document from outside. Every mistake is reported, not only the first. */
export function parseDefinition(document: unknown): { definition: Definition } | { mistakes: Mistake[] } {
  const result = definitionSchema.safeParse(document)
  if (result.success) return { definition: result.data }
  return { mistakes: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
