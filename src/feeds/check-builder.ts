// A draft of the builder → its definition, or every mistake beside the field it belongs to.
import { type BuiltDocument, buildDocument, type Place, type References } from './builder-document.ts'
import type { BuilderDraft } from './builder-draft.ts'
import { type Definition, type Mistake, parseDefinition } from './definition.ts'
import { checkTexts } from './feed-form.ts'

/** Sentences by the id of their field; `sources` and `filters` are those of the whole. */
export type BuilderErrors = Map<string, string[]>
export type CheckedBuilder = {
  definition?: Definition | undefined
  errors: BuilderErrors
  places: Place[]
  skipped: number
}

type Options = {
  references: References
  /** Keys of the private lists of whoever sends it. */
  lists: string[]
  /** For a look at what is there: parts without anything and texts do not count. */
  isLook?: boolean
}

/** A field of people may hold thousands of mistakes. */
const mostSentences = 5

export function checkBuilder(draft: BuilderDraft, { references, lists, isLook = false }: Options): CheckedBuilder {
  const built = buildDocument(draft, { references, skipsBlank: isLook })
  const parsed = parseDefinition(built.document)
  const errors: BuilderErrors = new Map()
  const note = (field: string, sentence: string) => {
    const known = errors.get(field) ?? []
    if (known.length < mostSentences && !known.includes(sentence)) errors.set(field, [...known, sentence])
  }
  if (!isLook) {
    for (const [name, sentences] of Object.entries(checkTexts(draft))) for (const one of sentences) note(name, one)
  }
  for (const { field, message } of built.problems) note(field, message)
  const troubled = new Set(built.problems.map(({ field }) => field))
  if ('mistakes' in parsed) {
    for (const mistake of parsed.mistakes) {
      const { field, sentence } = nameField(built, mistake)
      // Whoever was not found is no DID either; and a form that was just begun has nothing wrong with it.
      const isBegun = isLook && (field === 'sources' || (field === 'filters' && built.skipped > 0))
      if (!troubled.has(field) && !isBegun) note(field, sentence)
    }
  } else {
    const known = new Set(lists)
    const strange = privateListsOf(parsed.definition).filter(({ list }) => !known.has(list))
    for (const { path } of strange) note(fieldOf(built.places, path).field, 'This private list is gone.')
  }
  const definition = 'definition' in parsed && errors.size === 0 ? parsed.definition : undefined
  return { definition, errors, places: built.places, skipped: built.skipped }
}

/** Where in the form the part of the document at `path` stands. */
export function fieldOf(places: Place[], path: string): Place {
  const fits = places.filter((place) => path === place.path || path.startsWith(`${place.path}.`))
  const longest = fits.reduce<Place | undefined>((best, place) => {
    return best && best.path.length >= place.path.length ? best : place
  }, undefined)
  return longest ?? { path, field: path.startsWith('sources') ? 'sources' : 'filters' }
}

function nameField({ places }: BuiltDocument, { path, message }: Mistake): { field: string; sentence: string } {
  if (path.startsWith('order')) {
    const isKnown = places.some((place) => place.path === path)
    return { field: isKnown ? path : 'order.by', sentence: message }
  }
  const place = fieldOf(places, path)
  const rest = path.slice(place.path.length + 1)
  const entry = /^\d+$/.test(rest) ? place.entries?.[Number(rest)] : undefined
  return { field: place.field, sentence: entry ? `“${entry.slice(0, 40)}”: ${message}` : message }
}

function privateListsOf(definition: Definition): { path: string; list: string }[] {
  const found: { path: string; list: string }[] = []
  const walk = (parts: { type: string; of?: unknown; list?: unknown }[], path: string) => {
    parts.forEach((part, at) => {
      if (part.type === 'privateList') found.push({ path: `${path}.${at}.list`, list: String(part.list) })
      if (Array.isArray(part.of)) walk(part.of, `${path}.${at}.of`)
    })
  }
  walk(definition.sources, 'sources')
  walk(definition.filters, 'filters')
  return found
}
