// What the buttons of the builder do to a draft: add, remove, move, group, and back.

import { type BuilderDraft, type DraftPart, isGroup, newPart } from './builder-draft.ts'
import { filterKinds } from './builder-filters.ts'
import { sourceKinds } from './builder-kinds.ts'

/** `focus` is the id of what has changed, to look at next. */
export type Changed = { draft: BuilderDraft; focus: string }

/**
 * Does what `press` says (`add:filters.1.of`, `remove:sources.0`, `up:filters.2`, `group:…`, `out:…`). A press that
 * means nothing, because the part is gone, changes nothing.
 * @param chosen the kind that was chosen beside the button to add
 */
export function changeBuilder(draft: BuilderDraft, press: string, chosen: string): Changed {
  const [, op = '', path = ''] = /^([a-z]+):([a-z0-9.]+)$/.exec(press) ?? []
  const next = structuredClone(draft)
  if (op === 'add') return add(next, path, chosen) ?? { draft, focus: '' }
  const found = find(next, path)
  if (!found) return { draft, focus: '' }
  const { list, at, part, listPath } = found
  const focusOn = (place: number) => ({ draft: next, focus: `${listPath}.${place}` })
  switch (op) {
    case 'remove':
      list.splice(at, 1)
      return { draft: next, focus: at > 0 ? `${listPath}.${at - 1}` : (listPath.split('.')[0] ?? '') }
    case 'up':
    case 'down': {
      const to = op === 'up' ? at - 1 : at + 1
      if (to < 0 || to >= list.length) return { draft, focus: path }
      list.splice(at, 1)
      list.splice(to, 0, part)
      return focusOn(to)
    }
    case 'group':
      if (!listPath.startsWith('filters')) return { draft, focus: '' }
      list.splice(at, 1, { type: 'any', isInverted: false, values: {}, of: [part] })
      return focusOn(at)
    case 'ungroup':
      if (!isGroup(part)) return { draft, focus: '' }
      list.splice(at, 1, ...part.of)
      return focusOn(at)
    case 'out': {
      const outer = find(next, listPath.replace(/\.of$/, ''))
      if (!outer) return { draft, focus: '' }
      list.splice(at, 1)
      outer.list.splice(outer.at + 1, 0, part)
      return { draft: next, focus: `${outer.listPath}.${outer.at + 1}` }
    }
    default:
      return { draft, focus: '' }
  }
}

function add(draft: BuilderDraft, listPath: string, chosen: string): Changed | undefined {
  const list = findList(draft, listPath)
  const part = newPart(listPath === 'sources' ? sourceKinds : filterKinds, chosen)
  if (!list || !part) return undefined
  list.push(part)
  return { draft, focus: `${listPath}.${list.length - 1}` }
}

function findList(draft: BuilderDraft, path: string): DraftPart[] | undefined {
  if (path === 'sources') return draft.sources
  if (path === 'filters') return draft.filters
  const group = path.endsWith('.of') ? find(draft, path.slice(0, -3))?.part : undefined
  return group && isGroup(group) ? group.of : undefined
}

function find(draft: BuilderDraft, path: string) {
  const cut = path.lastIndexOf('.')
  const listPath = path.slice(0, cut)
  const at = Number(path.slice(cut + 1))
  const list: DraftPart[] | undefined = cut > 0 ? findList(draft, listPath) : undefined
  const part = list?.[at]
  return list && part ? { list, at, part, listPath } : undefined
}
