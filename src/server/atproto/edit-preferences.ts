// One entry among a person's preferences (app.bsky.actor.defs#preferences), found, read and changed. Pure.
import type { Preference } from './update-preferences.ts'

const defs = 'app.bsky.actor.defs#'

/** Which entry: its kind without the lexicon's name, and what tells it from others of the kind (`undefined`: absent). */
export type EntryKey = { kind: string; where?: Record<string, unknown> }

function isEntry(preference: unknown, { kind, where = {} }: EntryKey): boolean {
  if (typeof preference !== 'object' || preference === null) return false
  const entry = preference as Preference
  return entry.$type === defs + kind && Object.entries(where).every(([name, value]) => entry[name] === value)
}

/** The last such entry, as clients read them; an empty one where there is none. */
export function findEntry(preferences: Preference[], key: EntryKey): Preference {
  return preferences.findLast((preference) => isEntry(preference, key)) ?? {}
}

/**
 * `preferences` with `fields` set in the entry `key` (the last one, in its place; a new one at the end). Every other
 * entry and field stays as it is, known or not. The very array when nothing would change.
 */
export function setEntry(preferences: Preference[], key: EntryKey, fields: Record<string, unknown>): Preference[] {
  const at = preferences.findLastIndex((preference) => isEntry(preference, key))
  const known = preferences[at] ?? { $type: defs + key.kind, ...key.where }
  const isSame = (name: string) => JSON.stringify(known[name]) === JSON.stringify(fields[name])
  if (at >= 0 && Object.keys(fields).every(isSame)) return preferences
  const next = { ...known, ...fields }
  return at < 0 ? [...preferences, next] : preferences.toSpliced(at, 1, next)
}

/** Names under which older clients keep the choices about these labels. */
const formerNames: Record<string, string> = { 'graphic-media': 'gore', porn: 'nsfw', sexual: 'suggestive' }

/** The choice about `label` of `labelerDid`, or about a label of everybody's when there is none. */
export function setLabelChoice(
  preferences: Preference[],
  { label, labelerDid, visibility }: { label: string; labelerDid: string | undefined; visibility: string },
): Preference[] {
  const keyOf = (name: string) => ({ kind: 'contentLabelPref', where: { label: name, labelerDid } })
  const next = setEntry(preferences, keyOf(label), { visibility })
  const former = labelerDid === undefined ? formerNames[label] : undefined
  return former === undefined ? next : setEntry(next, keyOf(former), { visibility })
}

/** Whether `labelerDid` is among the labelers somebody subscribes to. */
export function setLabeler(preferences: Preference[], labelerDid: string, isSubscribed: boolean): Preference[] {
  const key = { kind: 'labelersPref' }
  const { labelers } = findEntry(preferences, key)
  const all: unknown[] = Array.isArray(labelers) ? labelers : []
  const isThis = (labeler: unknown) => (labeler as { did?: unknown } | null)?.did === labelerDid
  if (all.some(isThis) === isSubscribed) return preferences
  const next = isSubscribed ? [...all, { did: labelerDid }] : all.filter((labeler) => !isThis(labeler))
  return setEntry(preferences, key, { labelers: next })
}

/** The posts somebody has hidden (app.bsky.actor.defs#hiddenPostsPref), those hidden last first. */
export function listHiddenPosts(preferences: Preference[]): string[] {
  const { items } = findEntry(preferences, { kind: 'hiddenPostsPref' })
  const uris = Array.isArray(items) ? items.filter((item): item is string => typeof item === 'string') : []
  return [...new Set(uris)].reverse()
}

/** Takes a post out of those that are hidden; without `uri`, all of them. */
export function showHiddenPost(preferences: Preference[], uri: string | undefined): Preference[] {
  const key = { kind: 'hiddenPostsPref' }
  const { items } = findEntry(preferences, key)
  if (!Array.isArray(items)) return preferences
  return setEntry(preferences, key, { items: uri === undefined ? [] : items.filter((item) => item !== uri) })
}
