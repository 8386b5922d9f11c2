// The order of what a person keeps on their home page (app.bsky.actor.defs#savedFeedsPrefV2), changed. Pure.
import type { SavedFeed } from '#types/saved-feed.ts'
import { firstItems, mirrorSavedFeeds, readSavedFeeds } from './change-saved-feeds.ts'
import { isObject } from './to-embed.ts'
import type { Preference } from './update-preferences.ts'

export type OrderChange = { id: string; op: 'up' | 'down' | 'pin' | 'unpin' | 'remove' }

const kind = 'app.bsky.actor.defs#savedFeedsPrefV2'

/** What there is to order, with the ids that `orderSavedFeeds` knows. */
export function listSavedFeeds(preferences: Preference[]): SavedFeed[] {
  const kept = preferences.findLast(({ $type }) => $type === kind)
  return readSavedFeeds(kept ? kept.items : firstItems(preferences))
}

/**
 * `preferences` with the item `id` moved among those on its shelf, put on the other, or taken away. What is pinned
 * stands before what is only saved. Anything else, known or not, stays as it is; the very array when nothing changes.
 */
export function orderSavedFeeds(preferences: Preference[], { id, op }: OrderChange): Preference[] {
  const at = preferences.findLastIndex(({ $type }) => $type === kind)
  const kept = preferences[at] ?? { $type: kind, items: firstItems(preferences) }
  const items: unknown[] = Array.isArray(kept.items) ? kept.items : []
  const changed = change(items, id, op)
  if (changed === items) return preferences
  const next: Preference = { ...kept, items: changed }
  return mirrorSavedFeeds(at < 0 ? [...preferences, next] : preferences.toSpliced(at, 1, next), changed)
}

function change(items: unknown[], id: string, op: OrderChange['op']): unknown[] {
  const item = items.find((candidate) => isObject(candidate) && candidate.id === id)
  if (!isObject(item)) return items
  const others = items.filter((candidate) => candidate !== item)
  if (op === 'remove') return others
  if (op === 'pin' || op === 'unpin') {
    if ((item.pinned === true) === (op === 'pin')) return items
    return sort([...others, { ...item, pinned: op === 'pin' }])
  }
  const sorted = sort(items)
  const shelf = sorted.filter((candidate) => isPinned(candidate) === isPinned(item))
  const neighbour = shelf[shelf.indexOf(item) + (op === 'up' ? -1 : 1)]
  if (neighbour === undefined) return items
  const [from, to] = [sorted.indexOf(item), sorted.indexOf(neighbour)]
  return sorted.with(from, neighbour).with(to, item)
}

function sort(items: unknown[]): unknown[] {
  return [...items.filter(isPinned), ...items.filter((item) => !isPinned(item))]
}

function isPinned(item: unknown): boolean {
  return isObject(item) && item.pinned === true
}
