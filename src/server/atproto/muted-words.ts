// A person's muted words among their preferences (app.bsky.actor.defs#mutedWordsPref), read and changed. Pure.
import { sanitizeMutedWordValue } from '@atproto/api'
import type { MutedWord, MutedWordRules } from '#types/muted-word.ts'
import { AppError } from '../app-error.ts'
import { findEntry, setEntry } from './edit-preferences.ts'
import { isObject } from './to-embed.ts'
import type { Preference } from './update-preferences.ts'

type Item = Record<string, unknown> & { value: string }

const key = { kind: 'mutedWordsPref' }
/** What the lexicon allows a word to be. */
const maxGraphemes = 1000
const mostWords = 2000

/** The words at `now` (ms), those muted last first. What is no word is left out. */
export function readMutedWords(preferences: Preference[], now: number): MutedWord[] {
  return itemsOf(preferences)
    .map((item): MutedWord => {
      const expiresAt =
        typeof item.expiresAt === 'string' && !Number.isNaN(Date.parse(item.expiresAt)) ? item.expiresAt : undefined
      return {
        key: keyOf(item),
        value: item.value,
        place: Array.isArray(item.targets) && item.targets.includes('content') ? 'everywhere' : 'hashtags',
        sparesFollowed: item.actorTarget === 'exclude-following',
        expiresAt,
        isOver: expiresAt !== undefined && Date.parse(expiresAt) <= now,
      }
    })
    .reverse()
}

/** The words of a text, one a line, as they are kept: without # and what cannot be seen, each once. @throws AppError 422 */
export function splitWords(text: string): string[] {
  const words = new Map<string, string>()
  for (const line of text.split(/\r\n?|\n/)) {
    const value = sanitizeMutedWordValue(line)
    if (value.length > 10_000 || [...new Intl.Segmenter('en').segment(value)].length > maxGraphemes) {
      throw new AppError(422, `A word can have ${maxGraphemes} characters. Write each on a line of its own.`)
    }
    if (value !== '' && !words.has(fold(value))) words.set(fold(value), value)
  }
  return [...words.values()]
}

/** `preferences` with `values` muted by `rules`; one that is muted already gets these rules. @param id makes an id */
export function muteWords(
  preferences: Preference[],
  values: string[],
  rules: MutedWordRules,
  id: () => string,
): Preference[] {
  const known = new Set(itemsOf(preferences).map(({ value }) => fold(value)))
  const asked = new Set(values.map(fold))
  const fields = toFields(rules)
  const fresh = values.filter((value) => !known.has(fold(value))).map((value) => ({ id: id(), value, ...fields }))
  const items = allOf(preferences).map((item) =>
    isItem(item) && asked.has(fold(item.value)) ? withFields(item, fields) : item,
  )
  if (items.length + fresh.length > mostWords) throw new AppError(422, `No more than ${mostWords} words can be muted.`)
  return setEntry(preferences, key, { items: [...items, ...fresh] })
}

/** `preferences` without the words that `isGone`. */
export function unmuteWords(
  preferences: Preference[],
  isGone: (word: { key: string; value: string }) => boolean,
): Preference[] {
  const all = allOf(preferences)
  const items = all.filter((item) => !isItem(item) || !isGone({ key: keyOf(item), value: item.value }))
  return items.length === all.length ? preferences : setEntry(preferences, key, { items })
}

/** Words are the same whatever their case: they are looked for so. */
export function fold(value: string): string {
  return value.toLowerCase()
}

function allOf(preferences: Preference[]): unknown[] {
  const { items } = findEntry(preferences, key)
  return Array.isArray(items) ? items : []
}

function itemsOf(preferences: Preference[]): Item[] {
  return allOf(preferences).filter(isItem)
}

function isItem(item: unknown): item is Item {
  return isObject(item) && typeof item.value === 'string'
}

/** Words that old clients muted have no id. */
function keyOf(item: Item): string {
  return typeof item.id === 'string' && item.id !== '' ? item.id : `word ${item.value}`
}

function toFields({ place, sparesFollowed, expiresAt }: MutedWordRules): Record<string, unknown> {
  return {
    targets: place === 'everywhere' ? ['content', 'tag'] : ['tag'],
    actorTarget: sparesFollowed ? 'exclude-following' : 'all',
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

function withFields({ expiresAt: _, ...item }: Item, fields: Record<string, unknown>): Record<string, unknown> {
  return { ...item, ...fields }
}
