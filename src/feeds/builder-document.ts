// A draft of the builder → the document that a definition is, with where each part of it came from.

import { type BuilderDraft, type DraftPart, isBlank, isGroup, orderKeys } from './builder-draft.ts'
import type { FieldKind } from './builder-fields.ts'
import { filterKinds } from './builder-filters.ts'
import { findKind, orderFields, sourceKinds, spreadFields } from './builder-kinds.ts'

/** Something that has to be looked up: a person, or a record of `as`, a collection. `text` is as typed. */
export type Reference = { as: string; text: string }
export type References = Map<string, { value: string } | { problem: string }>
export const referenceKey = ({ as, text }: Reference) => `${as} ${text}`

/** `path` is of the document, `field` the id in the form; `entries` are what a field with many was split into. */
export type Place = { path: string; field: string; entries?: string[] }

export type BuiltDocument = {
  document: Record<string, unknown>
  places: Place[]
  /** What was typed and leads nowhere. */
  problems: { field: string; message: string }[]
  /** How many parts were left out because nothing was typed into them. */
  skipped: number
}

type Options = { references?: References; skipsBlank?: boolean }

/** Everything in the draft that has to be looked up before there is a document, each once. */
export function listReferences(draft: BuilderDraft): Reference[] {
  const found = new Map<string, Reference>()
  const note = (reading: FieldKind['reading'], values: string[] = []) => {
    const as = reading.as === 'record' ? reading.collection : 'did'
    if (!['record', 'people', 'person'].includes(reading.as)) return
    for (const text of split(reading, values)) found.set(referenceKey({ as, text }), { as, text })
  }
  const walk = (parts: DraftPart[], kinds: typeof sourceKinds) => {
    for (const part of parts) {
      for (const { key, reading } of findKind(kinds, part.type)?.fields ?? []) note(reading, part.values[key])
      walk(part.of, kinds)
    }
  }
  walk(draft.sources, sourceKinds)
  walk(draft.filters, filterKinds)
  for (const { key, reading } of spreadFields) note(reading, draft.ordering[key])
  return [...found.values()]
}

/** @param options `references` as they were looked up; `skipsBlank` leaves out parts that nothing was typed into */
export function buildDocument(draft: BuilderDraft, { references = new Map(), skipsBlank = false }: Options = {}) {
  const built: BuiltDocument = { document: {}, places: [], problems: [], skipped: 0 }
  const { places } = built

  function readField(field: FieldKind, typed: string[], name: string, path: string): unknown {
    const { reading, isOptional } = field
    const entries = split(reading, typed)
    places.push({ path, field: name, ...(reading.as === 'several' ? {} : { entries }) })
    if (isOptional && entries.length === 0) return undefined
    const look = (as: string, text: string) => {
      const found = references.get(referenceKey({ as, text }))
      if (found && 'problem' in found) built.problems.push({ field: name, message: found.problem })
      return found && 'value' in found ? found.value : text
    }
    const [first = ''] = entries
    switch (reading.as) {
      case 'people':
        return entries.map((text) => look('did', text))
      case 'person':
        return look('did', first)
      case 'record':
        return name === 'pinned'
          ? entries.map((text) => look(reading.collection, text))
          : look(reading.collection, first)
      case 'number':
        return first !== '' && Number.isFinite(Number(first)) ? Number(first) : first
      case 'flag':
        return entries.length > 0 ? true : undefined
      case 'yesNo':
        return first === 'true'
      case 'text':
      case 'choice':
        return first
      default:
        return entries
    }
  }

  function build(part: DraftPart, kinds: typeof sourceKinds, field: string, path: string): unknown {
    const inner = part.isInverted ? `${path}.of.0` : path
    places.push({ path, field }, { path: inner, field })
    if (isGroup(part)) return { type: part.type, of: buildAll(part.of, kinds, `${field}.of`, `${path}.of`) }
    const fields = findKind(kinds, part.type)?.fields ?? []
    const entries = fields.map((one): [string, unknown] => [
      one.key,
      readField(one, part.values[one.key] ?? [], `${field}.${one.key}`, `${inner}.${one.key}`),
    ])
    const plain = Object.fromEntries([['type', part.type], ...entries].filter(([, value]) => value !== undefined))
    return part.isInverted ? { type: 'none', of: [plain] } : plain
  }

  function buildAll(parts: DraftPart[], kinds: typeof sourceKinds, field: string, path: string): unknown[] {
    const list: unknown[] = []
    parts.forEach((part, at) => {
      if (skipsBlank && isBlank(part, kinds)) built.skipped++
      else list.push(build(part, kinds, `${field}.${at}`, `${path}.${list.length}`))
    })
    return list
  }

  const isWrapped = draft.root !== 'all'
  const filters = buildAll(draft.filters, filterKinds, 'filters', isWrapped ? 'filters.0.of' : 'filters')
  built.document = {
    version: 1,
    sources: buildAll(draft.sources, sourceKinds, 'sources', 'sources'),
    filters: isWrapped && filters.length > 0 ? [{ type: draft.root, of: filters }] : filters,
    ...buildOrdering(draft, (field) => readField(field, draft.ordering[field.key] ?? [], field.key, field.key)),
  }
  return built
}

function buildOrdering(draft: BuilderDraft, read: (field: FieldKind) => unknown): Record<string, unknown> {
  const by = draft.ordering['order.by']?.[0] || 'newest'
  const wanted = new Set(orderKeys(draft))
  const given = orderFields.flatMap((field) => {
    const value = wanted.has(field.key) ? read(field) : undefined
    return value === undefined ? [] : [[field.key.slice('order.'.length), value] as const]
  })
  const spread = new Map(spreadFields.map((field) => [field.key, read(field)]))
  const atMost = spread.get('perAuthor.atMost')
  const rest = ['gapMinutes', 'unique', 'pinned'].map((key) => [key, spread.get(key)] as const)
  return {
    ...(by === 'newest' ? {} : { order: { by, ...Object.fromEntries(given) } }),
    ...(atMost === undefined ? {} : { perAuthor: { atMost, withinHours: spread.get('perAuthor.withinHours') ?? 24 } }),
    ...Object.fromEntries(rest.filter(([, value]) => value !== undefined)),
  }
}

/** The entries of a field. Commas stand in phrases, so that words are parted by lines alone. */
function split(reading: FieldKind['reading'], typed: string[]): string[] {
  const [first = ''] = typed
  const between = { words: /[\s,]+/, lines: /\n+/, people: /[\s,;]+/, record: /\s+/ }[reading.as as string]
  const parts = reading.as === 'several' ? typed : between ? first.split(between) : [first]
  return [...new Set(parts.map((text) => text.trim()).filter((text) => text !== ''))]
}
