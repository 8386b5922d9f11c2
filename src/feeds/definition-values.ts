// Values that sources, filters and orders of a definition are made of, each with a sentence for every mistake.
import { z } from 'zod'

/** Bounds of a definition. What goes past them is refused with the path to it. */
export const definitionLimits = {
  sources: 20,
  filters: 20,
  /** Filters in all, those inside all, any and none counted; and how deep these go. */
  filterNodes: 100,
  filterDepth: 5,
  tags: 50,
  words: 200,
  people: 10_000,
  domains: 200,
  pinned: 10,
  tagLength: 64,
  wordLength: 100,
  patternLength: 500,
  queryLength: 300,
}

/** A number within bounds; `name` begins the sentence. */
export function numberWithin(name: string, min: number, max: number) {
  const sentence = `${name} must be a number from ${min} to ${max}.`
  return z.number(sentence).min(min, sentence).max(max, sentence)
}

/** A whole number within bounds; `name` begins the sentence. */
export function countWithin(name: string, min: number, max: number) {
  const sentence = `${name} must be a whole number from ${min} to ${max}.`
  return z.int(sentence).min(min, sentence).max(max, sentence)
}

/** A list of at least one and at most `most`; repeated entries are kept once. */
export function listOf<Entry extends z.ZodType>(entry: Entry, most: number, name: string, one: string) {
  return z
    .array(entry, `${name} must be a list.`)
    .min(1, `Name at least one ${one}.`)
    .max(most, `Name at most ${most.toLocaleString('en')} ${name.toLowerCase()}.`)
    .transform((entries) => [...new Set(entries)])
}

const tag = z
  .string('A hashtag must be text.')
  .trim()
  .transform((value) => value.replace(/^[#＃]/, '').normalize('NFC'))
  .pipe(
    z
      .string()
      .min(1, 'A hashtag must not be empty.')
      .max(definitionLimits.tagLength, `A hashtag has at most ${definitionLimits.tagLength} characters.`)
      .regex(/^[^\s\p{Cc}#＃]*$/u, 'A hashtag is one word, without spaces.')
      .regex(/[^\p{N}\p{P}]|^$/u, 'A hashtag needs more than digits and punctuation.'),
  )

const word = z
  .string('A keyword must be text.')
  .transform((value) => value.trim().replace(/\s+/g, ' ').normalize('NFC'))
  .pipe(
    z
      .string()
      .min(1, 'A keyword must not be empty.')
      .max(definitionLimits.wordLength, `A keyword has at most ${definitionLimits.wordLength} characters.`)
      .regex(/^[^\p{Cc}]*$/u, 'A keyword must not hold control characters.')
      .regex(/[\p{L}\p{N}\p{S}]|^$/u, 'A keyword needs a letter, a number or a symbol.'),
  )

export const tags = listOf(tag, definitionLimits.tags, 'Hashtags', 'hashtag')
export const words = listOf(word, definitionLimits.words, 'Keywords', 'keyword')

/** did:plc and did:web (atproto DID). */
export const did = z
  .string('A person is named by a DID.')
  .regex(/^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%-]{1,200})$/, 'A person is named by a DID, did:plc:… or did:web:….')

export const people = listOf(did, definitionLimits.people, 'People', 'person')

/** An at-uri of a record of `collection`; `name` begins the sentence. */
export function recordUri(collection: string, name: string) {
  const sentence = `${name} is named by its address, at://…/${collection}/….`
  return z
    .string(sentence)
    .max(800, sentence)
    .regex(
      new RegExp(`^at://did:[a-z]+:[a-zA-Z0-9._:%-]+/${collection.replaceAll('.', '\\.')}/[a-zA-Z0-9._~:-]{1,512}$`),
      sentence,
    )
}

/** The key of a list that only the feed's owner sees, on this box. */
export const privateListKey = z
  .string('A private list is named by its key.')
  .regex(/^[2-7a-z]{13}$/, 'A private list is named by its key.')

const domain = z
  .string('A domain must be text.')
  .transform((value) =>
    value
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\.|\/.*$/g, ''),
  )
  .pipe(
    z
      .string()
      .max(253, 'A domain has at most 253 characters.')
      .regex(
        /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u,
        'A domain is like example.org.',
      ),
  )

export const domains = listOf(domain, definitionLimits.domains, 'Domains', 'domain')

const language = z
  .string('A language must be text.')
  .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'A language is a code such as en, de or pt-BR.')

export const languages = listOf(language, 50, 'Languages', 'language')

/** A label value as com.atproto.label.defs has them, with the `!` of the network's own. */
const label = z
  .string('A label must be text.')
  .regex(/^!?[a-z0-9-]{1,128}$/, 'A label is small letters, digits and hyphens.')

export const labels = listOf(label, 50, 'Labels', 'label')

/** Where words and patterns look: the text, descriptions of pictures and videos, titles of link cards, hashtags. */
const place = z.enum(['text', 'alt', 'links', 'tags'], 'Places to look are text, alt, links and tags.')

export const places = listOf(place, 4, 'Places', 'place')
