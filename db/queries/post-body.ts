// A kept post in one column: what it says, without what is written in other columns (decision 032).
import { flatten, unflatten } from './flatten-content.ts'
import { packText, unpackText } from './pack-text.ts'
import { isLanguage, type PostContent } from './packed-posts.ts'

/** In ms. */
export type PostTimes = { createdAt: number; indexedAt: number }

/** The first byte. A later way of packing has another one. */
const version = 1
/** No record is larger. */
const limit = 2_000_000

/** @param key packRkey's: most posts are written within seconds of the time in it */
export function packBody(content: PostContent, key: bigint | string, { createdAt, indexedAt }: PostTimes): Buffer {
  const { text, refs } = flatten({ ...content, langs: content.langs.filter(isLanguage) })
  const times = [...toVarint(createdAt - timeOf(key)), ...toVarint(indexedAt - createdAt)]
  return Buffer.concat([Buffer.of(version), packText(Buffer.from(text)), refs, Buffer.from(times)])
}

/** @throws RangeError, SyntaxError when it is not what `packBody` gave */
export function unpackBody(body: Buffer, key: bigint | string): Omit<PostContent, 'labels'> & PostTimes {
  if (body[0] !== version) throw new RangeError('packed by a version that is not known here')
  const packed = body.subarray(1)
  const { bytes, end } = unpackText(packed, limit)
  const { refsLength, ...content } = unflatten(bytes.toString(), packed.subarray(end))
  const created = fromVarint(packed, end + refsLength)
  const indexed = fromVarint(packed, created.end)
  const createdAt = timeOf(key) + created.value
  return { ...content, createdAt, indexedAt: createdAt + indexed.value }
}

/** The time of a TID, in ms; 0 for other keys. */
function timeOf(key: bigint | string): number {
  return typeof key === 'string' ? 0 : Math.floor(Number(BigInt.asUintN(64, key) >> 10n) / 1000)
}

/** LEB128 of twice the number, odd where it is negative. */
function toVarint(value: number): number[] {
  const bytes: number[] = []
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return [...bytes, rest]
}

function fromVarint(bytes: Uint8Array, from: number): { value: number; end: number } {
  let [value, scale, at] = [0, 1, from]
  for (let more = true; more && at < bytes.length; at++, scale *= 128) {
    const byte = bytes[at] as number
    value += (byte & 127) * scale
    more = byte > 127
  }
  return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, end: at }
}
