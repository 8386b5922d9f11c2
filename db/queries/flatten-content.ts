// What a post says → one text that packs well, and back: frequent pieces of JSON are one character, addresses are bytes.
import type { PostContent } from './packed-posts.ts'

/** JSON holds no control characters of its own. Rows are unreadable without these: pieces are never changed or moved. */
const [separator, aPost, theSame, somebody] = ['\0', '\x01', '\x02', '\x03']
const pieces = [
  '"$type":"app.bsky.richtext.facet#',
  '"$type":"blob","mimeType":"image/jpeg"}',
  '"$type":"app.bsky.embed.',
  '"facets":[{',
  '"features":[{',
  '"index":{',
  '"byteStart":',
  '"byteEnd":',
  '"reply":{"root":"',
  '"parent":"',
  '"embed":{',
  '"images":[{',
  '"image":{',
  '"alt":"',
  '"aspectRatio":{',
  '"height":',
  '"width":',
  '"external":{',
  '"thumb":{',
  '"title":"',
  '"description":"',
  '"uri":"https://',
  '"uri":"',
  '"record":{',
  '"media":{',
  '"video":{',
  '"tag":"',
  '"}}',
].map((piece, n) => [piece, String.fromCharCode(4 + n)] as const)

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'
const sortable = '234567abcdefghijklmnopqrstuvwxyz'
const post = 'at://did:plc:([a-z2-7]{24})/app\\.bsky\\.feed\\.post/([234567a-j][2-7a-z]{12})'
const addresses = new RegExp(`${post}|did:plc:([a-z2-7]{24})`, 'g')
const lengths = { did: 15, rkey: 8 }

/** Digests cannot be made smaller, and nobody draws a post from them: the AppView's word is asked for by then. */
export function withoutDigests(key: string, value: unknown): unknown {
  return key === 'ref' || key === 'cid' || key === 'size' ? undefined : value
}

/** Languages, JSON of the parts, text; and bytes of the addresses in the JSON, in their order. */
export function flatten({ text, langs, facets, embed, reply, tags }: PostContent): { text: string; refs: Buffer } {
  const isEmpty = !facets && !tags?.length && !embed && !reply
  const parts = { facets, tags: tags?.length ? tags : undefined, embed, reply }
  let json = isEmpty ? '' : JSON.stringify(parts, withoutDigests).slice(1, -1)
  const refs: Buffer[] = []
  let last = ''
  json = json.replace(addresses, (address, author?: string, rkey?: string, person?: string) => {
    if (address === last) return theSame
    last = address
    refs.push(toBytes(author ?? person ?? '', base32, lengths.did))
    if (rkey !== undefined) refs.push(toBytes(rkey, sortable, lengths.rkey))
    return rkey === undefined ? somebody : aPost
  })
  for (const [piece, character] of pieces) json = json.replaceAll(piece, character)
  return { text: [langs.join(), json, text].join(separator), refs: Buffer.concat(refs) }
}

/** @throws RangeError, SyntaxError when it is not what `flatten` gave */
export function unflatten(flat: string, refs: Buffer): Omit<PostContent, 'labels'> & { refsLength: number } {
  const [langs = '', packed = ''] = flat.split(separator, 2)
  const text = flat.slice(langs.length + packed.length + 2)
  let json = packed
  for (const [piece, character] of pieces.toReversed()) json = json.replaceAll(character, piece)
  let [at, last] = [0, '']
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they stand for addresses
  json = json.replace(/[\x01\x02\x03]/g, (mark) => {
    if (mark === theSame) return last
    const did = toText(refs, at, base32, lengths.did, 24)
    at += lengths.did
    if (mark === somebody) {
      last = `did:plc:${did}`
      return last
    }
    last = `at://did:plc:${did}/app.bsky.feed.post/${toText(refs, at, sortable, lengths.rkey, 13)}`
    at += lengths.rkey
    return last
  })
  const { facets, embed, reply, tags } = JSON.parse(`{${json}}`)
  return { text, langs: langs === '' ? [] : langs.split(','), facets, embed, reply, tags, refsLength: at }
}

/** Letters of five bits each → bytes, the last bits first: a record key has 65 bits, of which the first is 0. */
function toBytes(letters: string, alphabet: string, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let [held, bits, at] = [0, 0, length]
  for (let n = letters.length - 1; n >= 0; n--) {
    held |= alphabet.indexOf(letters[n] as string) << bits
    for (bits += 5; bits >= 8 && at > 0; bits -= 8, held >>= 8) bytes[--at] = held & 255
  }
  return bytes
}

function toText(bytes: Buffer, from: number, alphabet: string, length: number, letters: number): string {
  if (from + length > bytes.length) throw new RangeError('packed post is cut short')
  let [held, bits, at, text] = [0, 0, from + length, '']
  while (text.length < letters) {
    if (bits < 5 && at > from) {
      held |= (bytes[--at] as number) << bits
      bits += 8
    }
    text = alphabet[held & 31] + text
    held >>= 5
    bits -= 5
  }
  return text
}
