// A definition → a draft of the builder, and the states of a draft that one can go back to.
import { type BuilderDraft, type DraftPart, emptyDraft, isGroup, orderingKeys } from './builder-draft.ts'
import type { PartKind } from './builder-fields.ts'
import { filterKinds } from './builder-filters.ts'
import { findKind, sourceKinds } from './builder-kinds.ts'
import type { Definition, Filter, Source } from './definition.ts'

type Texts = { title: string; description: string }

/** @param nameOf what to show in the place of a DID or an at-uri: a handle, a link */
export function fillBuilder(texts: Texts, definition: Definition, nameOf = (value: string) => value): BuilderDraft {
  const [first, ...others] = definition.filters
  const inner = others.length === 0 && first && 'of' in first && Array.isArray(first.of) ? first.of : undefined
  const isWrapped = inner !== undefined && first !== undefined && !isInvertible(first)
  const filters = isWrapped ? inner : definition.filters
  const fill = (part: Source | Filter, kinds: PartKind[]): DraftPart => {
    if ('of' in part && Array.isArray(part.of)) {
      const [inner] = part.of
      if (inner && isInvertible(part)) return { ...fill(inner, kinds), isInverted: true }
      return { type: part.type, isInverted: false, values: {}, of: part.of.map((one) => fill(one, kinds)) }
    }
    const given: Record<string, unknown> = { ...part }
    const fields = findKind(kinds, part.type)?.fields ?? []
    const values = fields.map(({ key, reading }): [string, string[]] => [key, toText(given[key], reading.as, nameOf)])
    return { type: part.type, isInverted: false, values: Object.fromEntries(values), of: [] }
  }
  const { order, perAuthor, gapMinutes, unique, pinned } = definition
  const set: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(order ?? {}).map(([key, value]) => [`order.${key}`, value])),
    ...Object.fromEntries(Object.entries(perAuthor ?? {}).map(([key, value]) => [`perAuthor.${key}`, value])),
    ...{ gapMinutes, unique, pinned },
  }
  const usual = emptyDraft()
  return {
    ...texts,
    root: isWrapped ? (first.type as BuilderDraft['root']) : 'all',
    sources: definition.sources.map((source) => fill(source, sourceKinds)),
    filters: filters.map((filter) => fill(filter, filterKinds)),
    ordering: Object.fromEntries(
      orderingKeys.map((key) => [
        key,
        set[key] === undefined
          ? (usual.ordering[key] ?? [])
          : toText(set[key], key === 'unique' ? 'several' : 'lines', nameOf),
      ]),
    ),
  }
}

/** DIDs and at-uris in a definition, to be shown by name. */
export function listNamed(definition: Definition): string[] {
  const found = new Set<string>()
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      if (/^(did:|at:\/\/)/.test(value)) found.add(value)
    } else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) walk(inner)
  }
  walk(definition)
  return [...found]
}

/** `none` of one plain filter is that filter, left out. */
function isInvertible(filter: Filter): boolean {
  if (filter.type !== 'none') return false
  const [only, ...others] = filter.of
  return only !== undefined && others.length === 0 && !isGroup(only)
}

function toText(value: unknown, as: string, nameOf: (value: string) => string): string[] {
  if (value === undefined || value === false) return as === 'yesNo' ? ['false'] : []
  if (value === true) return [as === 'yesNo' ? 'true' : 'on']
  if (!Array.isArray(value)) return [nameOf(String(value))]
  const names = value.map((one) => nameOf(String(one)))
  if (as === 'several') return names
  return [names.join(as === 'words' ? ' ' : '\n')]
}

/** States that are kept, and what they weigh together, in UTF-16 units: they travel with the form. */
const mostStates = 20
const heaviest = 60_000

/** `past` with `draft` on top, as the form carries it. */
export function remember(past: string, draft: BuilderDraft): string {
  const states = [...readPast(past), draft].slice(-mostStates)
  let text = JSON.stringify(states)
  while (text.length > heaviest && states.length > 0) {
    states.shift()
    text = JSON.stringify(states)
  }
  return states.length > 0 ? text : ''
}

/** The state before, and those before it; undefined when there is none. */
export function goBack(past: string): { draft: BuilderDraft; past: string } | undefined {
  const states = readPast(past)
  const draft = states.pop()
  return draft && { draft, past: states.length > 0 ? JSON.stringify(states) : '' }
}

/** It comes from a form, and so from anybody. */
function readPast(past: string): BuilderDraft[] {
  if (past === '' || past.length > heaviest) return []
  try {
    const states: unknown = JSON.parse(past)
    return Array.isArray(states) ? states.slice(-mostStates).map(toDraft) : []
  } catch {
    return []
  }
}

function toDraft(value: unknown): BuilderDraft {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const text = (one: unknown) => (typeof one === 'string' ? one : '')
  const root = text(given.root)
  const ordering = toValues(given.ordering)
  return {
    title: text(given.title),
    description: text(given.description),
    root: root === 'any' || root === 'none' ? root : 'all',
    sources: toParts(given.sources, sourceKinds, 0),
    filters: toParts(given.filters, filterKinds, 0),
    ordering: Object.fromEntries(orderingKeys.map((key) => [key, ordering[key] ?? []])),
  }
}

function toParts(value: unknown, kinds: PartKind[], depth: number): DraftPart[] {
  if (!Array.isArray(value) || depth > 8) return []
  return value.slice(0, 120).flatMap((one: unknown) => {
    const { type, isInverted, values, of } = { ...(one as Partial<DraftPart>) }
    if (typeof type !== 'string') return []
    const isKnown = findKind(kinds, type) || (kinds === filterKinds && isGroup({ type }))
    const inner = toParts(of, kinds, depth + 1)
    return isKnown ? [{ type, isInverted: isInverted === true, values: toValues(values), of: inner }] : []
  })
}

function toValues(value: unknown): Record<string, string[]> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).map(([key, list]) => [
      key,
      Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [],
    ]),
  )
}
