// What somebody has typed into the builder: a tree that holds every field as text, right or wrong.

import type { PartKind } from './builder-fields.ts'
import { filterKinds } from './builder-filters.ts'
import { fieldsOfOrder, findKind, orderFields, sourceKinds, spreadFields } from './builder-kinds.ts'
import { definitionLimits } from './definition-values.ts'

/** A source, a filter, or a group (all, any, none) with what is in it. */
export type DraftPart = { type: string; isInverted: boolean; values: Record<string, string[]>; of: DraftPart[] }

export type BuilderDraft = {
  title: string
  description: string
  root: 'all' | 'any' | 'none'
  sources: DraftPart[]
  filters: DraftPart[]
  /** By path of the definition: `order.by`, `perAuthor.atMost`, `pinned`. */
  ordering: Record<string, string[]>
}

/** Nobody types more than this into a field; UTF-16 units. People may be many. */
const fieldLimit = 600_000
/** More parts than a definition may have: the mistake is told, and nothing is lost that somebody could mean. */
const mostParts = definitionLimits.filterNodes + 20
const deepest = definitionLimits.filterDepth + 1
const groups = new Set(['all', 'any', 'none'])
const part = /^(sources|filters)((?:\.\d{1,3})(?:\.of\.\d{1,3})*)\.([a-zA-Z]{1,20})(\[\])?$/

export const orderingKeys = [...orderFields, ...spreadFields].map(({ key }) => key)

export function isGroup({ type }: Pick<DraftPart, 'type'>): boolean {
  return groups.has(type)
}

export function emptyDraft(): BuilderDraft {
  return { title: '', description: '', root: 'all', sources: [], filters: [], ordering: initialOrdering() }
}

function initialOrdering(): Record<string, string[]> {
  return Object.fromEntries([...orderFields, ...spreadFields].map(({ key, initial = [] }) => [key, initial]))
}

/** A new part of `type`; undefined for what there is not. */
export function newPart(kinds: PartKind[], type: string): DraftPart | undefined {
  if (kinds === filterKinds && groups.has(type)) return { type, isInverted: false, values: {}, of: [] }
  const kind = findKind(kinds, type)
  if (!kind) return undefined
  const values = Object.fromEntries(kind.fields.map(({ key, initial = [] }) => [key, initial]))
  return { type, isInverted: type === 'seen', values, of: [] }
}

type Fields = Iterable<readonly [name: string, value: string]>
type Node = { fields: Map<string, string[]>; children: Map<number, Node> }

/** The form → a draft. Names that are none of ours are passed over; gaps in the numbering are closed. */
export function readBuilderFields(fields: Fields): BuilderDraft {
  const roots: Record<string, Node> = { sources: newNode(), filters: newNode() }
  const plain = new Map<string, string[]>()
  let nodes = 0
  for (const [name, value] of fields) {
    const text = clean(value)
    const [, root = '', places = '', key = '', many] = part.exec(name) ?? []
    let node = roots[root]
    if (!node) {
      const bare = name.replace(/\[\]$/, '')
      plain.set(bare, [...(plain.get(bare) ?? []), text].slice(0, 20))
      continue
    }
    const steps = places.split('.').filter((step) => step !== '' && step !== 'of')
    if (steps.length > deepest) continue
    for (const step of steps) {
      let next: Node | undefined = node.children.get(Number(step))
      if (!next) {
        if (++nodes > mostParts) break
        next = newNode()
        node.children.set(Number(step), next)
      }
      node = next
    }
    const known = node.fields.get(key)
    if (!known || many) node.fields.set(key, [...(known ?? []), text].slice(0, 20))
  }
  const one = (name: string) => plain.get(name)?.[0] ?? ''
  const root = one('root')
  return {
    title: one('title').replace(/\s+/g, ' ').trim(),
    description: one('description').trim(),
    root: root === 'any' || root === 'none' ? root : 'all',
    sources: toParts(roots.sources, sourceKinds),
    filters: toParts(roots.filters, filterKinds),
    ordering: Object.fromEntries(orderingKeys.map((key) => [key, plain.get(key) ?? []])),
  }
}

function newNode(): Node {
  return { fields: new Map(), children: new Map() }
}

function toParts(node: Node | undefined, kinds: PartKind[]): DraftPart[] {
  const children = [...(node?.children ?? [])].sort(([a], [b]) => a - b)
  return children.flatMap(([, child]) => toPart(child, kinds) ?? [])
}

function toPart(node: Node, kinds: PartKind[]): DraftPart | undefined {
  const type = node.fields.get('type')?.[0] ?? ''
  if (kinds === filterKinds && groups.has(type)) {
    return { type, isInverted: false, values: {}, of: toParts(node, kinds) }
  }
  const kind = findKind(kinds, type)
  if (!kind) return undefined
  const values = Object.fromEntries(
    kind.fields.map(({ key, reading }) => {
      const typed = node.fields.get(key) ?? []
      // Of two fields, the choice among what is known comes before what is typed.
      const chosen = reading.as === 'record' ? (node.fields.get(`${key}Choice`)?.[0] ?? '') : ''
      return [key, chosen === '' ? typed : [chosen]]
    }),
  )
  return { type, isInverted: node.fields.get('mode')?.[0] === 'none', values, of: [] }
}

function clean(value: string): string {
  return value.slice(0, fieldLimit).replace(/\r\n?/g, '\n').toWellFormed()
}

/** Whether nothing has been typed into it yet. */
export function isBlank({ type, values, of }: DraftPart, kinds: PartKind[]): boolean {
  if (groups.has(type)) return of.every((inner) => isBlank(inner, kinds))
  const fields = findKind(kinds, type)?.fields ?? []
  const typed = fields.filter(({ initial }) => initial === undefined)
  return typed.length > 0 && typed.every(({ key }) => (values[key] ?? []).every((text) => text.trim() === ''))
}

/** The fields of the order that was chosen. */
export function orderKeys(draft: BuilderDraft): string[] {
  return fieldsOfOrder[draft.ordering['order.by']?.[0] ?? 'newest'] ?? []
}
