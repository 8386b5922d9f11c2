// How large and how long an MP4 or MOV says it is (ISO 14496-12), read box by box within bounds.
import type { FileHandle } from 'node:fs/promises'

export type VideoFacts = { width?: number; height?: number; durationMs?: number }

/** Honest files have some dozens of boxes on the way to what is read here, cut into fragments some thousands. */
const mostBoxes = 20_000
const largestSide = 16_384

type Box = { type: string; start: number; end: number }
type Walk = { file: FileHandle; left: number }

/**
 * What the video track of `file`, `size` bytes long, says.
 * @returns undefined when the file is cut off, lies about the sizes of its parts, or holds no video
 */
export async function readMp4(file: FileHandle, size: number): Promise<VideoFacts | undefined> {
  const walk = { file, left: mostBoxes }
  const top = await listBoxes(walk, 0, size)
  const movie = top?.find(({ type }) => type === 'moov')
  const hasMedia = top?.some(({ type }) => type === 'mdat' || type === 'moof')
  const parts = movie && hasMedia ? await listBoxes(walk, movie.start, movie.end) : undefined
  if (!parts) return undefined
  const durationMs = await readDuration(walk, parts)
  for (const track of parts.filter(({ type }) => type === 'trak')) {
    const found = await readTrack(walk, track)
    if (found) return { ...found, ...(durationMs ? { durationMs } : {}) }
  }
  return undefined
}

/** Undefined when a box reaches beyond `end`, or there are too many. */
async function listBoxes(walk: Walk, from: number, end: number): Promise<Box[] | undefined> {
  const boxes: Box[] = []
  let at = from
  while (at < end) {
    walk.left -= 1
    const header = walk.left > 0 && at + 8 <= end ? await read(walk, at, Math.min(16, end - at)) : undefined
    if (!header || header.length < 8) return undefined
    const short = header.readUInt32BE(0)
    const isLong = short === 1
    if (isLong && header.length < 16) return undefined
    const length = short === 0 ? end - at : isLong ? Number(header.readBigUInt64BE(8)) : short
    const start = at + (isLong ? 16 : 8)
    if (at + length > end || at + length < start) return undefined
    boxes.push({ type: header.toString('latin1', 4, 8), start, end: at + length })
    at += length
  }
  return boxes
}

async function readDuration(walk: Walk, parts: Box[]): Promise<number | undefined> {
  const header = parts.find(({ type }) => type === 'mvhd')
  const bytes = header && (await read(walk, header.start, Math.min(32, header.end - header.start)))
  if (!bytes || bytes.length < 20) return undefined
  const isLong = bytes[0] === 1
  if (isLong && bytes.length < 32) return undefined
  const scale = bytes.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16)
  const ms = Math.round((duration / scale) * 1000)
  return Number.isSafeInteger(ms) && ms > 0 && ms < 86_400_000 ? ms : undefined
}

/** Undefined when the track holds no video. A picture that is turned a quarter has its sides changed. */
async function readTrack(walk: Walk, track: Box): Promise<VideoFacts | undefined> {
  const parts = (await listBoxes(walk, track.start, track.end)) ?? []
  const media = parts.find(({ type }) => type === 'mdia')
  const handler = media && (await listBoxes(walk, media.start, media.end))?.find(({ type }) => type === 'hdlr')
  const kind = handler && (await read(walk, handler.start, Math.min(12, handler.end - handler.start)))
  if (kind?.toString('latin1', 8, 12) !== 'vide') return undefined
  const header = parts.find(({ type }) => type === 'tkhd')
  const bytes = header && (await read(walk, header.start, Math.min(96, header.end - header.start)))
  const matrix = bytes?.[0] === 1 ? 52 : 40
  if (!bytes || bytes.length < matrix + 44) return {}
  const [width, height] = [bytes.readUInt32BE(matrix + 36) >>> 16, bytes.readUInt32BE(matrix + 40) >>> 16]
  if (![width, height].every((side) => side > 0 && side <= largestSide)) return {}
  const isTurned = bytes.readInt32BE(matrix) === 0 && bytes.readInt32BE(matrix + 4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}

async function read({ file }: Walk, at: number, length: number): Promise<Buffer | undefined> {
  if (length <= 0) return undefined
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}
