// Short texts made shorter: each byte by a Huffman code that depends on the byte before it, from a model that never changes.
import { inflateRawSync } from 'node:zlib'
import { textModel } from './text-model.ts'

/** Symbols beside the 256 bytes: the end, and a byte that the model does not expect there. `start`: nothing stands before. */
const [end, unexpected, start] = [256, 257, 256]
const symbols = 258
const longest = 15

/** Codes and their lengths, by context and symbol; for reading, symbols by length and order. A context may have none. */
type Codes = { codes: Uint16Array; lengths: Uint8Array; counts: Uint16Array; order: Uint16Array } | undefined

/** `lengths` of the codes → the codes: canonical, shorter ones first, then by symbol. */
function makeCodes(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(longest + 1)
  const order: number[] = []
  for (let length = 1; length <= longest; length++) {
    for (let symbol = 0; symbol < symbols; symbol++) if (lengths[symbol] === length) order.push(symbol)
    counts[length] = order.length - counts.reduce((sum, count) => sum + count, 0)
  }
  const codes = new Uint16Array(symbols)
  let [code, at] = [0, 0]
  for (let length = 1; length <= longest; length++, code <<= 1) {
    for (let n = 0; n < (counts[length] as number); n++) codes[order[at++] as number] = code++
  }
  return { codes, lengths, counts, order: Uint16Array.from(order) }
}

/** The model: for each context how many symbols it has, which, and the lengths of their codes. See decision 032. */
function readModel(model: string): Codes[] {
  const bytes = inflateRawSync(Buffer.from(model, 'base64'))
  let at = 0
  return Array.from({ length: start + 1 }, () => {
    const count = bytes[at++] as number
    if (count === 0) return undefined
    const lengths = new Uint8Array(symbols)
    lengths[end] = bytes[at++] as number
    lengths[unexpected] = bytes[at++] as number
    for (let n = 0; n < count; n++) lengths[bytes[at + n] as number] = bytes[at + count + n] as number
    at += 2 * count
    return makeCodes(lengths)
  })
}

const contexts = readModel(textModel)

/** Packs bytes; what comes out says itself where it ends. */
export function packText(bytes: Uint8Array): Buffer {
  const packed = Buffer.alloc(bytes.length * 3 + 8)
  let [at, held, bits] = [0, 0, 0]
  const put = (code: number, length: number) => {
    held = (held << length) | code
    for (bits += length; bits >= 8; ) {
      bits -= 8
      packed[at++] = held >> bits
    }
    held &= (1 << bits) - 1
  }
  let before = start
  for (let n = 0; n <= bytes.length; n++) {
    const symbol = n === bytes.length ? end : (bytes[n] as number)
    const context = contexts[before]
    const length = context?.lengths[symbol] ?? 0
    if (context === undefined) put(symbol, 9)
    else if (length > 0) put(context.codes[symbol] as number, length)
    else {
      put(context.codes[unexpected] as number, context.lengths[unexpected] as number)
      put(symbol, 9)
    }
    before = symbol
  }
  if (bits > 0) put(0, 8 - bits)
  return packed.subarray(0, at)
}

/**
 * Reads what packText wrote at the beginning of `packed`, and where it ended.
 * @throws RangeError when it is cut short, or longer than `limit` bytes
 */
export function unpackText(packed: Uint8Array, limit: number): { bytes: Buffer; end: number } {
  let bytes = Buffer.allocUnsafe(Math.min(limit, packed.length * 4 + 16))
  let [at, count, before] = [0, 0, start]
  const take = (length: number) => {
    let value = 0
    for (let n = 0; n < length; n++, at++) value = (value << 1) | (((packed[at >> 3] as number) >> (7 - (at & 7))) & 1)
    return value
  }
  while (at < packed.length * 8) {
    const context = contexts[before]
    const known = context === undefined ? unexpected : readSymbol(context)
    const symbol = known === unexpected ? take(9) : known
    if (symbol === end && at <= packed.length * 8) return { bytes: bytes.subarray(0, count), end: (at + 7) >> 3 }
    if (symbol > 255 || count >= limit) break
    if (count === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.min(limit, count * 2) - count)])
    bytes[count++] = symbol
    before = symbol
  }
  throw new RangeError('packed text is cut short or too long')

  function readSymbol({ counts, order }: NonNullable<Codes>): number {
    let [code, first, index] = [0, 0, 0]
    for (let length = 1; length <= longest; length++, at++) {
      code |= ((packed[at >> 3] as number) >> (7 - (at & 7))) & 1
      const many = counts[length] as number
      if (code - first < many) {
        at++
        return order[index + code - first] as number
      }
      index += many
      first = (first + many) << 1
      code <<= 1
    }
    return end + 2
  }
}
