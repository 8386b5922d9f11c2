// What a change of a feed was, in a few words: for the history of its versions.

import { filterKinds } from './builder-filters.ts'
import { findKind, sourceKinds } from './builder-kinds.ts'
import type { Definition, Filter, Source } from './definition.ts'

type Whole = { title: string; description: string; definition: Definition }
/** `is` says whether the words came, went, or are just so. */
export type ChangeLine = { is: 'added' | 'removed' | 'changed'; text: string }

const longest = 70
const most = 8

/** What is in `after` and was not in `before`, and the other way round. Nothing when they are the same. */
export function describeChange(before: Whole, after: Whole): ChangeLine[] {
  const lines: ChangeLine[] = []
  const change = (text: string) => lines.push({ is: 'changed', text })
  if (before.title !== after.title) change(`Title: ${after.title}`)
  if (before.description !== after.description) change('Description')
  const [old, now] = [listParts(before.definition), listParts(after.definition)]
  for (const [key, text] of now) if (!old.has(key)) lines.push({ is: 'added', text })
  for (const [key, text] of old) if (!now.has(key)) lines.push({ is: 'removed', text })
  for (const key of ['order', 'perAuthor', 'gapMinutes', 'pinned', 'unique'] as const) {
    if (JSON.stringify(before.definition[key]) !== JSON.stringify(after.definition[key])) change(settings[key])
  }
  const moved = JSON.stringify(before.definition) !== JSON.stringify(after.definition)
  if (lines.length === 0 && moved) change('Order of sources or filters')
  return lines.length > most ? [...lines.slice(0, most), { is: 'changed', text: `${lines.length - most} more` }] : lines
}

const settings = {
  order: 'Order of posts',
  perAuthor: 'Posts of one person',
  gapMinutes: 'Gap between posts of one person',
  pinned: 'Pinned posts',
  unique: 'What counts as the same',
}

/** Every source and every filter at the top, in words, by what it is. */
function listParts({ sources, filters }: Definition): Map<string, string> {
  return new Map([
    ...sources.map((source): [string, string] => [`source ${JSON.stringify(source)}`, namePart(source)]),
    ...filters.map((filter): [string, string] => [`filter ${JSON.stringify(filter)}`, namePart(filter)]),
  ])
}

const groups: Record<string, string> = { all: 'All of', any: 'Any of', none: 'None of' }

/** A source or filter with what it names: "Words: night train, sleeper". */
export function namePart(part: Source | Filter): string {
  if ('of' in part && Array.isArray(part.of)) return cut(`${groups[part.type]}: ${part.of.map(namePart).join('; ')}`)
  const kind = findKind(sourceKinds, part.type) ?? findKind(filterKinds, part.type)
  const { type: _, ...values } = part
  const said = Object.entries(values).flatMap(([key, value]) => {
    if (key === 'reposts') return value ? ['with what they repost'] : []
    if (value === true || value === false) return value ? [] : ['no']
    if (key === 'did' || key === 'uri' || key === 'list') return []
    if (key === 'dids' && Array.isArray(value)) return `${value.length} ${value.length === 1 ? 'person' : 'people'}`
    if (typeof value === 'number') return `${numbers[key] ?? key} ${value}`
    return Array.isArray(value) ? value.map(String) : [String(value)]
  })
  return cut([kind?.label ?? part.type, said.join(', ')].filter((text) => text !== '').join(': '))
}

const numbers: Record<string, string> = {
  atLeast: 'at least',
  atMost: 'at most',
  withinHours: 'in hours',
  atMostHours: 'at most hours',
  postsPerDay: 'posts a day',
  most: 'at most',
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
