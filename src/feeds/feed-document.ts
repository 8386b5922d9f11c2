// A feed as one portable JSON document: what is exported, imported, and sent to /api.
import { z } from 'zod'
import { type Definition, type Mistake, parseDefinition } from './definition.ts'

/** app.bsky.feed.generator: displayName and description, in graphemes; bytes are ten times that. */
const limits = { title: 24, description: 300 }

function textOf(name: string, graphemes: number) {
  const sentence = `A ${name} has at most ${graphemes} characters.`
  return z
    .string(`A ${name} must be text.`)
    .max(graphemes * 10, sentence)
    .refine((text) => fits(text, graphemes), sentence)
}

const tidy = (text: string) => text.toWellFormed().replace(/\r\n?/g, '\n')

/** What may be left out stays as it is, or is as usual in a new feed. */
export const feedFields = {
  title: textOf('title', limits.title)
    .transform((text) => tidy(text).replace(/\s+/g, ' ').trim())
    .refine((text) => text !== '', 'Give the feed a title.'),
  description: textOf('description', limits.description).transform((text) => tidy(text).trim()),
  /** Checked by `parseDefinition`, whose mistakes have longer paths. */
  definition: z.unknown().refine((value) => value !== undefined, 'A feed needs a definition.'),
  visibility: z.enum(['private', 'secret', 'public'], 'Visibility is private, secret or public.'),
  contentMode: z
    .enum(
      ['contentModeUnspecified', 'contentModeVideo'],
      'A content mode is contentModeUnspecified or contentModeVideo.',
    )
    .nullable(),
  acceptsInteractions: z.boolean('Must be true or false.'),
}

const { title, description, definition, visibility, contentMode, acceptsInteractions } = feedFields
const options = {
  visibility: visibility.optional(),
  contentMode: contentMode.optional(),
  acceptsInteractions: acceptsInteractions.optional(),
}

/** A whole feed: to make one, or to put in the place of another. */
export const feedDocument = z.strictObject({ title, description: description.default(''), definition, ...options })

/** Some of a feed. */
export const feedPatch = z.strictObject({
  title: title.optional(),
  description: description.optional(),
  definition: z.unknown().optional(),
  ...options,
})

type Checked<Fields> = Omit<Fields, 'definition'> & { definition: Definition }
export type FeedDocument = Checked<z.infer<typeof feedDocument>>
export type FeedPatch = Omit<z.infer<typeof feedPatch>, 'definition'> & { definition?: Definition }

/** Checks a whole feed. Every mistake is reported. */
export function parseFeedDocument(document: unknown): { feed: FeedDocument } | { mistakes: Mistake[] } {
  return check(feedDocument, document) as { feed: FeedDocument } | { mistakes: Mistake[] }
}

/** Checks a change of a feed. */
export function parseFeedPatch(document: unknown): { feed: FeedPatch } | { mistakes: Mistake[] } {
  return check(feedPatch, document) as { feed: FeedPatch } | { mistakes: Mistake[] }
}

/** Checks a file: what was exported, or a bare definition, which gets a title to be changed later. */
export function parseFeedFile(document: unknown): { feed: FeedDocument } | { mistakes: Mistake[] } {
  const isBare =
    typeof document === 'object' && document !== null && 'sources' in document && !('definition' in document)
  return parseFeedDocument(isBare ? { title: 'Imported feed', definition: document } : document)
}

/** What is exported: all that makes a feed, and nothing of the box or the person it comes from. */
export function writeFeedFile(feed: {
  title: string
  description: string
  contentMode: string | null
  acceptsInteractions: boolean
  definition: Definition
}): FeedDocument {
  const { title, description, contentMode, acceptsInteractions, definition } = feed
  const mode = contentMode === 'contentModeVideo' ? { contentMode: 'contentModeVideo' as const } : {}
  return { title, description, ...mode, ...(acceptsInteractions ? { acceptsInteractions } : {}), definition }
}

function check(schema: z.ZodType<{ definition?: unknown }>, document: unknown) {
  const result = schema.safeParse(document)
  const mistakes = result.success ? [] : result.error.issues.flatMap(toMistakes)
  const given = typeof document === 'object' && document !== null && 'definition' in document
  const parsed = given ? parseDefinition(document.definition) : undefined
  if (parsed && 'mistakes' in parsed) {
    const inside = parsed.mistakes.map(({ path, message }) => ({
      path: path ? `definition.${path}` : 'definition',
      message,
    }))
    return { mistakes: [...mistakes, ...inside] }
  }
  if (!result.success) return { mistakes }
  return { feed: { ...result.data, ...(parsed ? { definition: parsed.definition } : {}) } }
}

function toMistakes(issue: z.core.$ZodIssue): Mistake[] {
  const path = issue.path.join('.')
  if (issue.code !== 'unrecognized_keys')
    return [{ path, message: issue.code === 'invalid_type' && path === '' ? 'This is no feed.' : issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'There is no such field.' }))
}

/** The lexicon counts graphemes. */
function fits(text: string, graphemes: number): boolean {
  return [...new Intl.Segmenter().segment(text)].length <= graphemes
}
