// A draft of the builder → the page's view of it: every field with its label, its choices and its mistakes.
import type { BuilderField, BuilderPart, FeedBuilder, KindGroup } from '#types/feed-builder.ts'
import { type BuilderDraft, type DraftPart, isGroup, orderKeys } from './builder-draft.ts'
import type { FieldKind, PartKind } from './builder-fields.ts'
import { filterKinds } from './builder-filters.ts'
import { findKind, groupModes, orderFields, sourceKinds, spreadFields } from './builder-kinds.ts'
import type { BuilderErrors } from './check-builder.ts'
import { definitionLimits } from './definition-values.ts'

type Option = { value: string; label: string }

/** `choices` are offered, by collection (`app.bsky.graph.list`) or `privateList`; `notes` say what a link leads to. */
export type BuilderSurroundings = {
  errors: BuilderErrors
  choices: Record<string, Option[]>
  notes: Map<string, string>
}

type Shown = Pick<
  FeedBuilder,
  | 'title'
  | 'description'
  | 'root'
  | 'sources'
  | 'filters'
  | 'order'
  | 'spread'
  | 'errors'
  | 'sourceKinds'
  | 'filterKinds'
  | 'wrong'
>

export function showBuilder(draft: BuilderDraft, around: BuilderSurroundings): Shown {
  const { errors } = around
  const labels = new Map<string, string>()
  const showField = (kind: FieldKind, name: string, values: string[], isNamed = false): BuilderField => {
    const { label, control, hint, placeholder, options, reading } = kind
    labels.set(name, label)
    const offered = reading.as === 'record' ? around.choices[reading.collection] : undefined
    const own = kind.key === 'list' ? around.choices.privateList : undefined
    return {
      ...{ name, label, isNamed, control, values, hint, placeholder },
      note: values.map((value) => around.notes.get(value)).find(Boolean),
      options: options ?? offered ?? own ?? [],
      errors: errors.get(name) ?? [],
    }
  }
  const showParts = (parts: DraftPart[], kinds: PartKind[], path: string, number: string, depth: number) =>
    parts.map((part, at): BuilderPart => {
      const here = `${path}.${at}`
      const kind = findKind(kinds, part.type)
      const own = `${number}${at + 1}`
      const isOfGroup = isGroup(part)
      const label = isOfGroup ? 'Group' : (kind?.label ?? part.type)
      labels.set(here, label)
      const fields = kind?.fields ?? []
      const show = (one: FieldKind) =>
        showField(
          one,
          `${here}.${one.key}`,
          part.values[one.key] ?? [],
          fields.filter(({ isMore }) => !isMore).length === 1,
        )
      return {
        ...{ path: here, number: own, type: part.type, label, depth },
        icon: kind?.icon ?? 'listTree',
        hint: kind?.hint,
        isInverted: kinds === filterKinds && !isOfGroup ? part.isInverted : undefined,
        fields: fields.filter(({ isMore }) => !isMore).map(show),
        more: fields.filter(({ isMore }) => isMore).map(show),
        parts: showParts(part.of, kinds, `${here}.of`, `${own}.`, depth + 1),
        errors: errors.get(here) ?? [],
        isFirst: at === 0,
        isLast: at === parts.length - 1,
      }
    })
  const text = (name: 'title' | 'description', label: string, hint: string): BuilderField => {
    labels.set(name, label)
    const control = name === 'title' ? ('text' as const) : ('area' as const)
    return {
      name,
      label,
      hint,
      control,
      isNamed: false,
      values: [draft[name]],
      options: [],
      errors: errors.get(name) ?? [],
    }
  }
  const wanted = new Set(['order.by', ...orderKeys(draft)])
  const ordering = (kinds: FieldKind[]) =>
    kinds.map((kind) => showField(kind, kind.key, draft.ordering[kind.key] ?? [], kind.key === 'order.by'))
  const shown: Omit<Shown, 'wrong'> = {
    title: text('title', 'Title', 'At most 24 characters: what people see when they look for feeds.'),
    description: text('description', 'Description', 'A sentence or two, at most 300 characters.'),
    root: draft.root,
    sources: showParts(draft.sources, sourceKinds, 'sources', '', 0),
    filters: showParts(draft.filters, filterKinds, 'filters', '', 0),
    order: ordering(orderFields.filter(({ key }) => wanted.has(key))),
    spread: ordering(spreadFields),
    errors: { sources: errors.get('sources') ?? [], filters: errors.get('filters') ?? [] },
    sourceKinds: groupKinds(sourceKinds),
    filterKinds: groupKinds(filterKinds),
  }
  labels.set('sources', 'Sources').set('filters', 'Filters')
  const wrong = [...errors].map(([id, [sentence = '']]) => ({
    id: id.replaceAll('.', '-'),
    label: labels.get(id) ?? 'Feed',
    sentence,
  }))
  return { ...shown, wrong }
}

/** Groups may stand in groups that are not this deep yet. */
export const deepestGroup = definitionLimits.filterDepth - 1
export const modes = groupModes

function groupKinds(kinds: PartKind[]): KindGroup[] {
  return [...Map.groupBy(kinds, ({ group }) => group)].map(([label, members]) => ({
    label,
    kinds: members.map(({ type, label: name }) => ({ type, label: name })),
  }))
}
