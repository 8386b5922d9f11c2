// The record of a post (app.bsky.feed.post) as far as a page shows it.
import type { Segment } from '#types/segment.ts'
import { tameName } from './tame-text.ts'
import { isObject } from './to-embed.ts'
import { isTag, toSegments } from './to-segments.ts'

/** Far more than a post may have (3,000 bytes); what lies beyond is cut. */
const maxText = 20_000
/** Eight of the longest emoji there are. */
const maxEmoji = 300
/** As many tags as a post may have besides its text. */
const maxTags = 8
const emojiOnly = /^\p{RGI_Emoji}+$/v

export type RecordParts = {
  segments: Segment[]
  tags: string[]
  isLarge: boolean
  lang: string | undefined
  langs: string[]
  createdAt: string
  replyTo: { parent: string; root: string } | undefined
}

/**
 * Reads a post's record. `indexedAt` bounds a time that lies in the future and stands for one that is no time.
 * @throws TypeError when it is no post at all
 */
export function readRecord(record: unknown, indexedAt: string): RecordParts {
  if (!isObject(record) || typeof record.text !== 'string') throw new TypeError('not an app.bsky.feed.post')
  const text = record.text.slice(0, maxText)
  const langs = Array.isArray(record.langs) ? record.langs.filter(isLanguage).slice(0, 3) : []
  const segments = toSegments(text, record.facets)
  return {
    segments,
    tags: readTags(record.tags, segments),
    isLarge: isEmojiOnly(text),
    lang: langs[0],
    langs,
    createdAt: earlier(record.createdAt, indexedAt),
    replyTo: readReply(record.reply),
  }
}

/** The tags beside the text, without #, each once; those that the text has as hashtags are left out. */
function readTags(tags: unknown, segments: Segment[]): string[] {
  if (!Array.isArray(tags)) return []
  const fold = (tag: string) => tag.normalize('NFKC').toLowerCase()
  const known = new Set(
    segments.filter(({ kind }) => kind === 'tag').map(({ text }) => fold(text.replace(/^[#＃]/, ''))),
  )
  const found: string[] = []
  for (const value of tags.slice(0, maxTags)) {
    const tag = typeof value === 'string' ? tameName(value.trim().replace(/^[#＃]/, '')) : ''
    if (!isTag(tag) || known.has(fold(tag))) continue
    known.add(fold(tag))
    found.push(tag)
  }
  return found
}

/** Up to eight emoji and nothing else. */
function isEmojiOnly(text: string): boolean {
  // Nearly every text has one: what follows costs more. ℹ is a letter and an emoji.
  if (/[\p{L}--ℹ]/v.test(text)) return false
  const dense = text.replace(/\s+/g, '')
  if (dense === '' || dense.length > maxEmoji || !emojiOnly.test(dense)) return false
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(dense)].length <= 8
}

/** Language, script and region of BCP 47: what `Intl` can name and `lang` may hold. Anything else makes `Intl` throw. */
export function isLanguage(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i.test(value)
}

function earlier(claimed: unknown, indexedAt: string): string {
  const said = typeof claimed === 'string' ? Date.parse(claimed) : Number.NaN
  const seen = Date.parse(indexedAt)
  const time = Number.isNaN(said) ? seen : Number.isNaN(seen) ? said : Math.min(said, seen)
  return new Date(Number.isNaN(time) ? 0 : time).toISOString()
}

function readReply(reply: unknown): { parent: string; root: string } | undefined {
  if (!isObject(reply) || !isObject(reply.parent) || typeof reply.parent.uri !== 'string') return undefined
  const root = isObject(reply.root) && typeof reply.root.uri === 'string' ? reply.root.uri : reply.parent.uri
  return { parent: reply.parent.uri, root }
}
