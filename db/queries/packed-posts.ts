// Posts as index.db holds them: names of records in columns, and what posts say as rows of the window and older ones have it.
import { inflateRawSync } from 'node:zlib'
import { withoutDigests } from './flatten-content.ts'

/** What is kept of a record. `embed` is as the author wrote it, unchecked; kept without CIDs and sizes. */
export type PostContent = {
  text: string
  facets: unknown
  langs: string[]
  labels: string[]
  embed: unknown
  reply: { root: string; parent: string } | undefined
  /** Hashtags outside the text. */
  tags?: string[] | undefined
}

type PlainContent = { text: string; langs: string | null; labels: string | null; parts: string | null }

const tidAlphabet = '234567abcdefghijklmnopqrstuvwxyz'
const cidAlphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const tidPattern = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/
/** CIDv1, DAG-CBOR, SHA-256 of 32 bytes: what every record has. */
const cidPrefix = Buffer.from('01711220', 'hex')

/** Places of characters in an alphabet, by their code; 255 elsewhere. */
function placesIn(alphabet: string): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)) & 255)
}

const tidPlaces = placesIn(tidAlphabet)
const cidPlaces = placesIn(cidAlphabet)

/** A record key for its column: TIDs become the integer that they are, anything else stays. */
export function packRkey(rkey: string): bigint | string {
  if (!tidPattern.test(rkey)) return rkey
  let [high, low] = [0, 0]
  for (let i = 0; i < 7; i++) high = high * 32 + (tidPlaces[rkey.charCodeAt(i)] as number)
  for (let i = 7; i < 13; i++) low = low * 32 + (tidPlaces[rkey.charCodeAt(i)] as number)
  return BigInt.asIntN(64, (BigInt(high) << 30n) | BigInt(low))
}

/** SQL for `column` as `unpackRkey` reads it: the driver gives no integer of 64 bits. `#` is in no record key. */
export function rkeySql(column: string): string {
  return `CASE typeof(${column}) WHEN 'integer' THEN '#' || ${column} ELSE ${column} END`
}

/** Reads what `rkeySql` gives. */
export function unpackRkey(value: unknown): string {
  const text = String(value)
  if (!text.startsWith('#')) return text
  const number = BigInt.asUintN(64, BigInt(text.slice(1)))
  let rkey = ''
  let [high, low] = [Number(number >> 30n), Number(number & 0x3fffffffn)]
  for (let i = 0; i < 6; i++, low = Math.floor(low / 32)) rkey = tidAlphabet[low % 32] + rkey
  for (let i = 0; i < 7; i++, high = Math.floor(high / 32)) rkey = tidAlphabet[high % 32] + rkey
  return rkey
}

/** A CID as its digest, or all its bytes when it is of an unusual kind; null when it is none. */
export function packCid(cid: string): Buffer | null {
  if (!/^b[a-z2-7]{50,100}$/.test(cid)) return null
  const bytes = Buffer.alloc(Math.floor(((cid.length - 1) * 5) / 8))
  let [value, bits, at] = [0, 0, 0]
  for (let i = 1; i < cid.length; i++) {
    value = ((value << 5) | (cidPlaces[cid.charCodeAt(i)] as number)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (value >> bits) & 0xff
  }
  return bytes.length === 36 && bytes.subarray(0, 4).equals(cidPrefix) ? bytes.subarray(4) : bytes
}

/** The CID as text; '' for null. */
export function unpackCid(value: unknown): string {
  if (value === null || value === undefined) return ''
  const packed = Buffer.from(value as ArrayBuffer)
  const bytes = packed.length === 32 ? Buffer.concat([cidPrefix, packed]) : packed
  let text = 'b'
  let [rest, bits] = [0, 0]
  for (const byte of bytes) {
    rest = ((rest << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += cidAlphabet[(rest >> (bits - 5)) & 31]
  }
  return bits > 0 ? text + cidAlphabet[(rest << (5 - bits)) & 31] : text
}

/** Repository and record key of a post's at-uri. */
export function splitUri(uri: string): { did: string; rkey: string } {
  const [, , did = '', , rkey = ''] = uri.split('/', 5)
  return { did, rkey }
}

export function postUri(did: string, rkey: string): string {
  return `at://${did}/app.bsky.feed.post/${rkey}`
}

/** Text that the parts of older rows share: they are unreadable without it. */
const dictionary = Buffer.from(
  '{"facets":[{"features":[{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:"}],"index":{"byteEnd":' +
    ',"byteStart":0}},{"$type":"app.bsky.richtext.facet","features":[{"$type":"app.bsky.richtext.facet#link","uri":' +
    '"https://www."}],"index":{"byteEnd":1,"byteStart":1}},{"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"' +
    '"tags":["youtube.com/watch?v=bsky.app/profile/https://youtu.be/https://media.tenor.com/.gif?hh=&ww="embed":{"$type"' +
    ':"app.bsky.embed.recordWithMedia","record":{"$type":"app.bsky.embed.record"},"media":{"$type":"app.bsky.embed.video"' +
    ',"alt":"","video":{"mimeType":"video/mp4"},"$type":"app.bsky.embed.external","external":{"description":"","thumb":' +
    '{"$type":"blob","mimeType":"image/jpeg","ref":{"$link":"bafkrei"},"size":"title":"","uri":"https://' +
    '{"embed":{"$type":"app.bsky.embed.images","images":[{"alt":"","aspectRatio":{"height":2000,"width":1500},"image":' +
    '{"$type":"blob","ref":{"$link":"bafkrei"},"mimeType":"image/jpeg","size":9}}]}}' +
    '{"embed":{"$type":"app.bsky.embed.record","record":{"cid":"bafyrei","uri":"at://did:plc:/app.bsky.feed.post/3m"}}}' +
    '{"reply":{"root":"at://did:plc:/app.bsky.feed.post/3m","parent":"at://did:plc:/app.bsky.feed.post/3m"}}',
)
const packing = { dictionary, windowBits: 12 }
const unpackLimit = 1_000_000

/** Languages that are no language tags are left out. */
export function isLanguage(lang: string): boolean {
  return /^[a-zA-Z0-9-]{1,35}$/.test(lang)
}

export function packLabels(labels: string[]): string | null {
  return labels.length > 0 ? JSON.stringify(labels) : null
}

/** Columns of a post with `parts` as JSON: for what is kept for hours, and comes by the dozen a second. */
export function packPlain({ text, facets, langs, labels, embed, reply, tags }: PostContent): PlainContent {
  const isEmpty = !facets && !tags?.length && !embed && !reply
  const parts = isEmpty ? null : { facets, tags: tags?.length ? tags : undefined, embed, reply }
  return {
    text,
    langs: langs.filter(isLanguage).join(',') || null,
    labels: packLabels(labels),
    parts: parts && JSON.stringify(parts, withoutDigests),
  }
}

export function unpackLabels(labels: unknown): string[] {
  return labels ? JSON.parse(String(labels)) : []
}

/** The content of a row of the window, or of one from before bodies (post-body.ts). Some have `parts` as text. */
export function unpackContent(row: { text: unknown; langs: unknown; labels: unknown; parts: unknown }): PostContent {
  const { facets, tags, embed, reply } = unpackParts(row.parts)
  return {
    text: String(row.text),
    langs: row.langs ? String(row.langs).split(',') : [],
    labels: unpackLabels(row.labels),
    facets: facets ?? undefined,
    embed: embed ?? undefined,
    reply: reply ?? undefined,
    tags: tags ?? [],
  }
}

function unpackParts(value: unknown): Partial<PostContent> {
  if (value === null || value === undefined) return {}
  if (typeof value === 'string') return JSON.parse(value)
  const bytes = inflateRawSync(Buffer.from(value as ArrayBuffer), { ...packing, maxOutputLength: unpackLimit })
  return JSON.parse(bytes.toString())
}
