// The form of a simple feed → texts and definition, and back.
import type { FeedFormErrors, FeedFormValues } from '#types/feed-form.ts'
import { type Definition, type Filter, type Mistake, parseDefinition } from './definition.ts'
import { leavesOutReplies } from './describe-definition.ts'

export type FeedDraft = { title: string; description: string; definition: Definition }
export type FeedForm = { values: FeedFormValues } & ({ draft: FeedDraft } | { errors: FeedFormErrors })

/** app.bsky.feed.generator: displayName and description, in graphemes. Bytes are checked too. */
const titleLimit = 24
const descriptionLimit = 300
/** Nobody types more than this; a longer field is not even looked at. UTF-16 units. */
const fieldLimit = 50_000

/**
 * Reads the fields of the form. Hashtags are parted by space or comma, keywords by comma or line.
 * @param lists keys of the private lists of whoever sends it
 */
export function readFeedForm(fields: { get(name: string): unknown }, lists: string[] = []): FeedForm {
  const values = readFeedFields(fields)
  const [tags, words] = [splitTags(values.hashtags), splitWords(values.keywords)]
  const parsed = parseDefinition(composeFeedForm(values))
  const errors: FeedFormErrors = { ...checkTexts(values) }
  if ('mistakes' in parsed) Object.assign(errors, nameFields(parsed.mistakes, { tags, words }))
  if (values.people !== '' && !lists.includes(values.people)) errors.people = ['This private list is gone.']
  if ('mistakes' in parsed || Object.keys(errors).length > 0) return { values, errors }
  const { title, description } = values
  return { values, draft: { title, description, definition: parsed.definition } }
}

/** What was typed into the fields of the form. */
export function readFeedFields(fields: { get(name: string): unknown }): FeedFormValues {
  const read = (name: string) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value.slice(0, fieldLimit).replace(/\r\n?/g, '\n').toWellFormed() : ''
  }
  return {
    title: read('title').replace(/\s+/g, ' ').trim(),
    description: read('description').trim(),
    hashtags: read('hashtags'),
    keywords: read('keywords'),
    people: read('people'),
    withoutReplies: read('withoutReplies') !== '',
  }
}

/** What the form shows for a feed that exists. */
export function fillFeedForm({ title, description, definition }: FeedDraft): FeedFormValues {
  const conditions = definition.filters.flatMap((filter) => (filter.type === 'any' ? filter.of : [filter]))
  const parts = [...definition.sources, ...conditions]
  const tags = parts.flatMap((part) => (part.type === 'hashtags' ? part.tags : []))
  const words = parts.flatMap((part) => (part.type === 'keywords' ? part.words : []))
  return {
    title,
    description,
    hashtags: tags.map((tag) => `#${tag}`).join(' '),
    keywords: words.join('\n'),
    people: definition.sources.flatMap((source) => (source.type === 'privateList' ? [source.list] : []))[0] ?? '',
    withoutReplies: definition.filters.some(leavesOutReplies),
  }
}

/** Whether the form can hold the whole of a definition, so that saving it loses nothing. */
export function isSimple(definition: Definition): boolean {
  const values = fillFeedForm({ title: '', description: '', definition })
  const parsed = parseDefinition(composeFeedForm(values))
  return 'definition' in parsed && JSON.stringify(parsed.definition) === JSON.stringify(definition)
}

/** The definition that the fields ask for, right or wrong. */
export function composeFeedForm(values: FeedFormValues): Definition {
  const wanted = { tags: splitTags(values.hashtags), words: splitWords(values.keywords), list: values.people }
  return composeDefinition(wanted, values.withoutReplies) as Definition
}

type Wanted = { tags: string[]; words: string[]; list: string }

/** One of the hashtags or one of the keywords. Hashtags alone are a source: nothing else has to be looked at. */
function composeDefinition({ tags, words, list }: Wanted, withoutReplies: boolean): unknown {
  const replies: Filter[] = withoutReplies ? [{ type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] }] : []
  const hashtags = { type: 'hashtags' as const, tags }
  const keywords = { type: 'keywords' as const, words }
  if (list === '' && tags.length > 0 && words.length === 0) return { version: 1, sources: [hashtags], filters: replies }
  const given = [...(tags.length > 0 ? [hashtags] : []), ...(words.length > 0 ? [keywords] : [])]
  const wanted = given.length > 1 ? [{ type: 'any', of: given }] : given
  const source = list === '' ? { type: 'network' } : { type: 'privateList', list }
  return { version: 1, sources: [source], filters: [...wanted, ...replies] }
}

function splitTags(text: string): string[] {
  return split(text, /[\s,]+/)
}

function splitWords(text: string): string[] {
  return split(text, /[,\n]+/)
}

function split(text: string, between: RegExp): string[] {
  const parts = text.split(between).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** What is wrong with the texts of a feed. */
export function checkTexts({ title, description }: Pick<FeedFormValues, 'title' | 'description'>): FeedFormErrors {
  const errors: FeedFormErrors = {}
  if (title === '') errors.title = ['Give the feed a title.']
  else if (!fits(title, titleLimit)) errors.title = [`A title has at most ${titleLimit} characters.`]
  if (!fits(description, descriptionLimit)) {
    errors.description = [`A description has at most ${descriptionLimit} characters.`]
  }
  return errors
}

/** The lexicon allows ten bytes a grapheme. */
function fits(text: string, graphemes: number): boolean {
  if (new TextEncoder().encode(text).length > graphemes * 10) return false
  return [...new Intl.Segmenter().segment(text)].length <= graphemes
}

/** A path ends in `tags.<n>` or `words.<n>`: the entry it names is quoted, because the field holds many. */
function nameFields(mistakes: Mistake[], entries: { tags: string[]; words: string[] }): FeedFormErrors {
  const errors: FeedFormErrors = {}
  for (const { path, message } of mistakes) {
    if (/^sources\.\d+\.list$/.test(path)) continue
    const [, list, index] = /(tags|words)(?:\.(\d+))?$/.exec(path) ?? []
    const field = list === 'words' ? 'keywords' : 'hashtags'
    const entry = index && (list === 'words' ? entries.words : entries.tags)[Number(index)]
    const sentence = entry ? `“${entry.slice(0, 40)}”: ${message}` : message
    errors[field] = [...(errors[field] ?? []), sentence].slice(0, 5)
  }
  return errors
}
