// Text and facets → segments. Facets count UTF-8 bytes (app.bsky.richtext.facet) and are hostile.
import type { Segment } from '#types/segment.ts'
import { bidiControls, tameText } from './tame-text.ts'

type Meaning = { kind: 'link'; href: string } | { kind: 'mention'; did: string } | { kind: 'tag'; tag: string }
/** It may be anything. */
type Facet = { index?: { byteStart?: unknown; byteEnd?: unknown }; features?: unknown } | null | undefined
type Span = { start: number; end: number; meaning: Meaning }

/** More facets than this are no text a person wrote. */
const maxFacets = 300

/**
 * Cuts `text` into segments. Facets that overlap an earlier one, are empty, reach outside the text, begin or end
 * inside a character, or mean nothing known, are dropped: their text stays.
 */
export function toSegments(text: string, facets: unknown): Segment[] {
  if (!Array.isArray(facets) || facets.length === 0) return toPlain(tameText(text.toWellFormed()))
  const bytes = Buffer.from(text, 'utf8')
  const spans = readSpans(facets, bytes)
  const segments: Segment[] = []
  let at = 0
  const push = (end: number) => segments.push(...toPlain(tameText(bytes.toString('utf8', at, end))))
  for (const { start, end, meaning } of spans) {
    if (start < at) continue
    const label = tameText(bytes.toString('utf8', start, end))
    if (label.trim() === '') continue
    push(start)
    segments.push(toSegment(label, meaning))
    at = end
  }
  push(bytes.length)
  return segments
}

function toPlain(text: string): Segment[] {
  return text === '' ? [] : [{ kind: 'text', text }]
}

function toSegment(text: string, meaning: Meaning): Segment {
  if (meaning.kind === 'mention') return { kind: 'mention', text, href: `/profile/${meaning.did}` }
  if (meaning.kind === 'tag') return { kind: 'tag', text, href: `/hashtag/${encodeURIComponent(meaning.tag)}` }
  // A direction control could make a link read as another host's: its text runs as it stands.
  const label = text.replace(bidiControls, '')
  const host = namesOtherHost(label, meaning.href)
  return { kind: 'link', text: label, href: meaning.href, ...(host ? { host } : {}) }
}

function readSpans(facets: Facet[], bytes: Buffer): Span[] {
  const spans: Span[] = []
  for (const facet of facets.slice(0, maxFacets)) {
    const start: unknown = facet?.index?.byteStart
    const end: unknown = facet?.index?.byteEnd
    if (!Number.isInteger(start) || !Number.isInteger(end)) continue
    const span = { start: start as number, end: end as number }
    if (span.start < 0 || span.end > bytes.length || span.start >= span.end) continue
    if (isInsideCharacter(bytes, span.start) || isInsideCharacter(bytes, span.end)) continue
    const meaning = readMeaning(facet?.features)
    if (meaning) spans.push({ ...span, meaning })
  }
  return spans.sort((a, b) => a.start - b.start)
}

function isInsideCharacter(bytes: Buffer, at: number): boolean {
  return at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80
}

function readMeaning(features: unknown): Meaning | undefined {
  if (!Array.isArray(features)) return undefined
  for (const feature of features.slice(0, 10)) {
    const type: unknown = feature?.$type
    if (type === 'app.bsky.richtext.facet#link') {
      const href = safeHref(feature.uri)
      if (href) return { kind: 'link', href }
    }
    if (type === 'app.bsky.richtext.facet#mention' && isDid(feature.did)) return { kind: 'mention', did: feature.did }
    if (type === 'app.bsky.richtext.facet#tag' && isTag(feature.tag)) return { kind: 'tag', tag: feature.tag }
  }
  return undefined
}

function isDid(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 2048 && /^did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]$/.test(value)
}

/** Whether there can be a page of posts with this hashtag. */
export function isTag(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^#?[^\s#]/.test(value) &&
    !/\s/.test(value) &&
    value.length <= 640 &&
    value.isWellFormed()
  )
}

/** `value` as an address that may stand in an href or src: http and https only, else undefined. */
export function safeHref(value: unknown): string | undefined {
  const url = typeof value === 'string' && value.length <= 8192 ? URL.parse(value) : null
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}

/** What a name may be broken up with, so that it looks whole to people only. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/** The host a link leads to, when its text begins with the name of a different one. */
function namesOtherHost(text: string, href: string): string | undefined {
  const url = new URL(href)
  const named = text
    .slice(0, 2000)
    .replace(invisible, '')
    .match(/[\p{L}\p{N}][\p{L}\p{N}-]*(?:[.。．｡][\p{L}\p{N}-]+)*[.。．｡]\p{L}{2,}/u)?.[0]
  if (named === undefined) return undefined
  const isSame = URL.canParse(`http://${named}`) && bare(new URL(`http://${named}`).hostname) === bare(url.hostname)
  return isSame ? undefined : url.host
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^www\./, '')
}
