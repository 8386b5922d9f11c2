// The saved feeds among a person's preferences (app.bsky.actor.defs#savedFeedsPrefV2), read and changed.
import type { SavedFeed, Shelf } from '#types/saved-feed.ts'
import { isObject } from './to-embed.ts'

type Preference = Record<string, unknown>

const current = 'app.bsky.actor.defs#savedFeedsPrefV2'
const former = 'app.bsky.actor.defs#savedFeedsPref'

/** The items of the preference as pages know them; what is no item is left out. */
export function readSavedFeeds(items: unknown): SavedFeed[] {
  if (!Array.isArray(items)) return []
  return items.filter(isItem).map(({ id, type, value, pinned }) => ({ id, type, value, isPinned: pinned === true }))
}

/** Where the feed or list `uri` stands among `saved`. */
export function shelfOf(saved: SavedFeed[], uri: string): Shelf {
  const item = saved.find(({ value }) => value === uri)
  return item === undefined ? 'none' : item.isPinned ? 'pinned' : 'saved'
}

/**
 * `preferences` with `uri` on `shelf`. Everything else in them, known or not, stays as it is and where it is. As
 * official clients do, what is pinned stands before what is only saved, and the preference of old clients, where there
 * is one, is kept alike.
 * @param id of the item, should it be new
 */
export function changeSavedFeeds(
  preferences: Preference[],
  { uri, type, shelf, id }: { uri: string; type: 'feed' | 'list'; shelf: Shelf; id: string },
): Preference[] {
  const at = preferences.findLastIndex(({ $type }) => $type === current)
  const kept = preferences[at] ?? { $type: current, items: firstItems(preferences) }
  const items = Array.isArray(kept.items) ? kept.items : []
  const known = items.find((item) => isItem(item) && item.value === uri) as Preference | undefined
  const others = items.filter((item) => !isItem(item) || item.value !== uri)
  const isPinned = shelf === 'pinned'
  const item = { ...(known ?? { id, type, value: uri }), pinned: isPinned }
  // One that only changes its shelf keeps its place if it is there already.
  const changed = shelf === 'none' ? others : known?.pinned === isPinned ? items : [...others, item]
  const sorted = [...changed.filter(isPinnedItem), ...changed.filter((it) => !isPinnedItem(it))]
  const next: Preference = { ...kept, items: sorted }
  const written = at < 0 ? [...preferences, next] : preferences.toSpliced(at, 1, next)
  return mirrorSavedFeeds(written, sorted)
}

/** `preferences` with the preference of old clients, where there is one, saying what `items` say. */
export function mirrorSavedFeeds(preferences: Preference[], items: unknown[]): Preference[] {
  return preferences.map((preference) => (preference.$type === former ? mirror(preference, items) : preference))
}

/** What somebody has who never chose: Following, and what an old client saved. */
export function firstItems(preferences: Preference[]): Preference[] {
  const old = preferences.find(({ $type }) => $type === former)
  const list = (value: unknown) => (Array.isArray(value) ? value.filter((uri) => typeof uri === 'string') : [])
  const [pinned, saved] = [list(old?.pinned), list(old?.saved)]
  const uris = [...new Set([...pinned, ...saved])]
  return [
    { id: 'following', type: 'timeline', value: 'following', pinned: true },
    ...uris.map((uri, at) => ({
      id: `former-${at}`,
      type: uri.includes('/app.bsky.graph.list/') ? 'list' : 'feed',
      value: uri,
      pinned: pinned.includes(uri),
    })),
  ]
}

function mirror(preference: Preference, items: unknown[]): Preference {
  const uris = readSavedFeeds(items).filter(({ type }) => type === 'feed' || type === 'list')
  const pinned = uris.filter(({ isPinned }) => isPinned).map(({ value }) => value)
  return { ...preference, pinned, saved: uris.map(({ value }) => value) }
}

function isPinnedItem(item: unknown): boolean {
  return isObject(item) && item.pinned === true
}

function isItem(item: unknown): item is { id: string; type: string; value: string; pinned: unknown } {
  if (!isObject(item)) return false
  return typeof item.id === 'string' && typeof item.type === 'string' && typeof item.value === 'string'
}
