// A person's muted words → one matcher, which reads a text once however many words there are.
import { type AppBskyActorDefs, type AppBskyFeedDefs, AppBskyRichtextFacet, type matchMuteWords } from '@atproto/api'
import { listPassages, type Passage } from './list-passages.ts'

export type MuteWordMatch = NonNullable<ReturnType<typeof matchMuteWords>>[number]

export type MutedWordMatcher = {
  /** The muted words in one text and its tags, in the order they were given; undefined when there are none. */
  matchPassage(passage: Passage): MuteWordMatch[] | undefined
  /** The same for the first passage of a post that has any. */
  matchPost(view: AppBskyFeedDefs.PostView): MuteWordMatch[] | undefined
}

/** Languages that put no spaces between words, or none that help: there a word may stand anywhere. */
const unspaced = new Set(['ja', 'zh', 'ko', 'th', 'vi'])
const punctuation = /\p{P}/u
const edges = /^\p{P}+|\p{P}+$/gu

const none: never[] = []

type Entry = { word: AppBskyActorDefs.MutedWord; order: number; value: string; isForContent: boolean }

/**
 * Compiles muted words (app.bsky.actor.defs#mutedWord). What matches is what `matchMuteWords` of @atproto/api matches,
 * but a token with a slash in it (an address) is passed over and does not end the search for a word.
 */
export function compileMutedWords(words: AppBskyActorDefs.MutedWord[]): MutedWordMatcher {
  const entries = words.map((word, order): Entry => {
    return { word, order, value: word.value.toLowerCase(), isForContent: word.targets.includes('content') }
  })
  const byValue = new Map<string, Entry[]>()
  for (const entry of entries) byValue.set(entry.value, [...(byValue.get(entry.value) ?? []), entry])
  const content = entries.filter((entry) => entry.isForContent)
  const phrases = content.filter(({ value }) => value.length === 1 || /[\s\p{P}]/u.test(value))

  const matchPassage = (passage: Passage): MuteWordMatch[] | undefined => {
    if (entries.length === 0) return undefined
    const text = passage.text.toLowerCase()
    const found = new Map<Entry, string>()
    const add = (entry: Entry, predicate: string) => {
      if (!found.has(entry)) found.set(entry, predicate)
    }
    for (const tag of tagsOf(passage)) for (const entry of byValue.get(tag) ?? []) add(entry, entry.word.value)
    for (const entry of unspaced.has(passage.languages?.[0] ?? '') ? content : phrases) {
      if (text.includes(entry.value)) add(entry, entry.word.value)
    }
    const addContent = (form: string, predicate?: string) => {
      for (const entry of byValue.get(form) ?? none) if (entry.isForContent) add(entry, predicate ?? entry.word.value)
    }
    addContent(text)
    for (const token of text.split(/\s/)) {
      if (punctuation.test(token)) for (const form of formsOf(token)) addContent(form, token)
      else if (byValue.has(token)) addContent(token, token)
    }
    if (found.size === 0) return undefined
    const matches = [...found]
      .filter(([{ word }]) => isInForce(word, passage.actor))
      .sort(([a], [b]) => a.order - b.order)
      .map(([{ word }, predicate]) => ({ word, predicate }))
    return matches.length > 0 ? matches : undefined
  }

  const matchPost = (view: AppBskyFeedDefs.PostView) => {
    if (entries.length === 0) return undefined
    for (const passage of listPassages(view)) {
      const matches = matchPassage(passage)
      if (matches) return matches
    }
    return undefined
  }
  return { matchPassage, matchPost }
}

function tagsOf({ outlineTags = [], facets = [] }: Passage): string[] {
  if (outlineTags.length === 0 && facets.length === 0) return none
  const linked = facets.flatMap((facet) => facet.features.filter(AppBskyRichtextFacet.isTag).map(({ tag }) => tag))
  return [outlineTags, linked].flat().map((tag) => tag.toLowerCase())
}

/** The ways to write a token with punctuation: as it is, without outer punctuation, and with inner punctuation as a break or as nothing. */
function formsOf(token: string): string[] {
  const bare = token.replace(edges, '')
  // `and/or` is neither `andor` nor two words.
  if (bare.includes('/') || !punctuation.test(bare)) return [token, bare]
  const parts = bare.split(/\p{P}+/u)
  return [token, bare, parts.join(' '), parts.join(''), ...parts]
}

/** Asked when a word is found and not when it is compiled: it may expire while the matcher is kept. */
function isInForce(word: AppBskyActorDefs.MutedWord, actor: Passage['actor']): boolean {
  if (word.expiresAt && word.expiresAt < new Date().toISOString()) return false
  return word.actorTarget !== 'exclude-following' || !actor?.viewer?.following
}
