// How large and how long a WebM says it is (RFC 8794, RFC 9559), from its first bytes.
import type { VideoFacts } from './read-mp4.ts'

/** As many bytes as are looked at: the tracks stand before the pictures. */
export const webmHeadLength = 1024 * 1024

const ids = {
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
}
const containers = new Set([ids.segment, ids.info, ids.tracks, ids.track, ids.video])

/** What `head` says; undefined when it names no video. */
export function readWebm(head: Buffer): VideoFacts | undefined {
  const found: { scale: number; duration: number; width?: number; height?: number } = { scale: 1_000_000, duration: 0 }
  let at = 0
  for (let elements = 0; at < head.length && elements < 10_000; elements += 1) {
    const id = readNumber(head, at, true)
    const size = id && readNumber(head, at + id.length, false)
    if (!id || !size) break
    const start = at + id.length + size.length
    // What holds other elements is gone into, everything else passed over.
    at = containers.has(id.value) ? start : start + size.value
    if (at > head.length) break
    const bytes = head.subarray(start, at)
    if (id.value === ids.scale) found.scale = readInteger(bytes)
    if (id.value === ids.width) found.width ??= readInteger(bytes)
    if (id.value === ids.height) found.height ??= readInteger(bytes)
    if (id.value === ids.duration) found.duration = readFloat(bytes)
  }
  const { width = 0, height = 0 } = found
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side <= 16_384)) return undefined
  const durationMs = Math.round((found.duration * found.scale) / 1_000_000)
  return { width, height, ...(durationMs > 0 && durationMs < 86_400_000 ? { durationMs } : {}) }
}

/** A number of variable length; the mark of its length is kept for an id and taken off a size. */
function readNumber(bytes: Buffer, at: number, isId: boolean): { value: number; length: number } | undefined {
  const first = bytes[at] ?? 0
  const length = Math.clz32(first) - 23
  if (first === 0 || length > 8 || at + length > bytes.length) return undefined
  let value = isId ? first : first & (0xff >> length)
  for (let i = 1; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0)
  return { value, length }
}

function readInteger(bytes: Buffer): number {
  return bytes.length >= 1 && bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : 0
}

function readFloat(bytes: Buffer): number {
  if (bytes.length === 4) return bytes.readFloatBE(0)
  return bytes.length === 8 ? bytes.readDoubleBE(0) : 0
}
