// The body of a #commit frame in its usual shape, read in one pass: most of what the general decoder costs is for what a
// frame could hold and never does. Whatever is unusual or wrong is left to that decoder, which says what is wrong with it.
import { BytesWrapper, CidLinkWrapper } from '@atcute/cbor'

/** A place in a frame; `isPlain` until something comes that is not expected here. */
type Place = { bytes: Buffer; at: number; isPlain: boolean }
type Op = { cid: CidLinkWrapper | null; path: string; prev?: CidLinkWrapper | null; action: string }

/** { op: 1, t: '#commit' } as DAG-CBOR has it. */
const header = Buffer.from('a261746723636f6d6d6974626f7001', 'hex')
/** In the order of DAG-CBOR: shorter names first. */
const fields = readNames('ops rev seq repo time blobs since blocks commit rebase tooBig prevData')
const opFields = readNames('cid path prev action')
const actions = readNames('create delete update')

/** First three bits of a head (RFC 8949, 3.1). */
const kinds = { number: 0, bytes: 2, text: 3, list: 4, map: 5 }
const simple = { no: 0xf4, yes: 0xf5, nothing: 0xf6 }
/** Tag 42 and 37 bytes: a zero and a CIDv1 of 36, with SHA-256, of a record (0x71) or of raw bytes (0x55). */
const linkStart = Buffer.from('d82a582500', 'hex')
const cidLength = 36
/** DID specification, "Syntax". */
const longestDid = 2048

/** Number and account of what is a commit by its beginning; undefined when the whole frame must be read to tell. */
export function peekCommit(frame: Uint8Array): { seq: number; did: string } | undefined {
  const place = begin(frame)
  let seq = 0
  for (let left = takeHead(place, kinds.map); left > 0 && place.isPlain; left--) {
    switch (takeName(place, fields)) {
      case 0:
        for (let ops = takeHead(place, kinds.list); ops > 0 && place.isPlain; ops--) skipOp(place)
        break
      case 1:
        skipText(place)
        break
      case 2:
        seq = takeHead(place, kinds.number)
        break
      case 3: {
        const did = takeText(place)
        return place.isPlain && seq > 0 && did.length <= longestDid ? { seq, did } : undefined
      }
      default:
        return undefined
    }
  }
  return undefined
}

/** What the general decoder makes of the body; undefined for what is not plain. */
export function readPlainCommit(frame: Uint8Array): Record<string, unknown> | undefined {
  const place = begin(frame)
  let ops: Op[] | undefined
  let [rev, repo, time]: (string | undefined)[] = []
  let since: string | null | undefined
  let seq: number | undefined
  let blobs: never[] | undefined
  let blocks: BytesWrapper | undefined
  let commit: CidLinkWrapper | null | undefined
  let prevData: CidLinkWrapper | null | undefined
  let [rebase, tooBig]: (boolean | undefined)[] = []
  let before = -1
  for (let left = takeHead(place, kinds.map); left > 0 && place.isPlain; left--) {
    const name = takeName(place, fields)
    if (name <= before) return undefined
    before = name
    if (name === 0) ops = takeOps(place)
    else if (name === 1) rev = takeText(place)
    else if (name === 2) seq = takeHead(place, kinds.number)
    else if (name === 3) repo = takeText(place)
    else if (name === 4) time = takeText(place)
    else if (name === 5) blobs = takeNoList(place)
    else if (name === 6) since = takeNothing(place) ? null : takeText(place)
    else if (name === 7) blocks = takeBytes(place)
    else if (name === 8) commit = takeLink(place)
    else if (name === 9) rebase = takeFlag(place)
    else if (name === 10) tooBig = takeFlag(place)
    else prevData = takeLink(place)
  }
  if (!place.isPlain || place.at !== place.bytes.length) return undefined
  return { ops, rev, seq, repo, time, blobs, since, blocks, commit, rebase, tooBig, prevData }
}

function begin(frame: Uint8Array): Place {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)
  const isPlain = bytes.length > header.length && header.compare(bytes, 0, header.length) === 0
  return { bytes, at: header.length, isPlain }
}

/** The number in a head of this kind: how many follow, or the number itself. 0 when it is another one. */
function takeHead(place: Place, kind: number): number {
  const { bytes, at } = place
  const first = bytes[at] ?? 0xff
  const info = first & 31
  place.at = at + 1
  if (first >> 5 !== kind || !place.isPlain) return refuse(place)
  if (info < 24) return info
  const size = 1 << (info - 24)
  if (info > 27 || at + size >= bytes.length) return refuse(place)
  let number = 0
  for (let i = 1; i <= size; i++) number = number * 256 + (bytes[at + i] as number)
  place.at = at + 1 + size
  // Numbers have one form only, and none beyond 53 bits.
  const least = info === 24 ? 24 : 2 ** (4 * size)
  return number < least || number > Number.MAX_SAFE_INTEGER ? refuse(place) : number
}

function refuse(place: Place): number {
  place.isPlain = false
  return 0
}

/** Names of up to 15 letters, found by their length, first and last letter, which no two of them share. */
type Names = { texts: string[]; list: Buffer[]; places: Int8Array }

function readNames(text: string): Names {
  const texts = text.split(' ')
  const list = texts.map((name) => Buffer.from(name))
  const places = new Int8Array(16 * 32).fill(-1)
  for (const [n, name] of list.entries()) places[keyOf(name, 0, name.length)] = n
  return { texts, list, places }
}

function keyOf(bytes: Buffer, at: number, length: number): number {
  const letters = 2 * (bytes[at] ?? 0) + (bytes[at + length - 1] ?? 0)
  return ((length & 15) << 5) | (letters & 31)
}

/** Which of `names` stands here; -1 when it is another. */
function takeName(place: Place, { list, places }: Names): number {
  const length = takeHead(place, kinds.text)
  const { bytes, at } = place
  const number = places[keyOf(bytes, at, length)] as number
  const name = list[number]
  if (name === undefined || name.length !== length) return refuse(place) - 1
  for (let i = 0; i < length; i++) if (bytes[at + i] !== name[i]) return refuse(place) - 1
  place.at = at + length
  return number
}

/** Only ASCII: what else there may be in a text, the general decoder checks. */
function takeText(place: Place): string {
  const length = takeHead(place, kinds.text)
  const { bytes, at } = place
  const end = at + length
  place.at = end
  for (let i = at; i < end; i++) {
    if ((bytes[i] ?? 0xff) > 127) {
      place.isPlain = false
      return ''
    }
  }
  return bytes.toString('latin1', at, end)
}

function skipText(place: Place): void {
  const length = takeHead(place, kinds.text)
  place.at += length
}

function takeBytes(place: Place): BytesWrapper | undefined {
  const length = takeHead(place, kinds.bytes)
  const { bytes, at } = place
  place.at = at + length
  if (place.at > bytes.length) refuse(place)
  return place.isPlain ? new BytesWrapper(bytes.subarray(at, at + length)) : undefined
}

/** Whether there is null, which is passed then. */
function takeNothing(place: Place): boolean {
  if (place.bytes[place.at] !== simple.nothing) return false
  place.at++
  return true
}

function takeFlag(place: Place): boolean {
  const byte = place.bytes[place.at++]
  if (byte !== simple.no && byte !== simple.yes) refuse(place)
  return byte === simple.yes
}

/** Lists that nobody fills any more. */
function takeNoList(place: Place): never[] {
  if (takeHead(place, kinds.list) !== 0) refuse(place)
  return []
}

function takeLink(place: Place): CidLinkWrapper | null {
  if (takeNothing(place)) return null
  const at = place.at + linkStart.length
  skipLink(place)
  return place.isPlain ? new CidLinkWrapper(place.bytes.subarray(at, place.at)) : null
}

function skipLink(place: Place): void {
  const { bytes, at } = place
  const cid = at + linkStart.length
  place.at = cid + cidLength
  if (place.at > bytes.length) return void refuse(place)
  for (let i = 0; i < linkStart.length; i++) if (bytes[at + i] !== linkStart[i]) refuse(place)
  const codec = bytes[cid + 1]
  if (bytes[cid] !== 1 || (codec !== 0x71 && codec !== 0x55) || bytes[cid + 2] !== 0x12 || bytes[cid + 3] !== 32) {
    refuse(place)
  }
}

function takeOps(place: Place): Op[] {
  const ops: Op[] = []
  for (let left = takeHead(place, kinds.list); left > 0 && place.isPlain; left--) ops.push(takeOp(place))
  return ops
}

function takeOp(place: Place): Op {
  const op: Op = { cid: null, path: '', action: '' }
  let before = -1
  let needed = 3
  for (let left = takeHead(place, kinds.map); left > 0 && place.isPlain; left--) {
    const name = takeName(place, opFields)
    if (name <= before) refuse(place)
    before = name
    if (name !== 2) needed--
    if (name === 0) op.cid = takeLink(place)
    else if (name === 1) op.path = takeText(place)
    else if (name === 2) op.prev = takeLink(place)
    else op.action = actions.texts[takeName(place, actions)] ?? ''
  }
  if (needed > 0) refuse(place)
  return op
}

function skipOp(place: Place): void {
  for (let left = takeHead(place, kinds.map); left > 0 && place.isPlain; left--) {
    const name = takeName(place, opFields)
    if (name === 0 || name === 2) {
      if (!takeNothing(place)) skipLink(place)
    } else skipText(place)
  }
}
