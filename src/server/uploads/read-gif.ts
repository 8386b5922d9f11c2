// The size of a GIF and how many pictures it holds (GIF89a), without decoding one.
import type { FileHandle } from 'node:fs/promises'

export type GifFacts = { width: number; height: number; frames: number }

/** Blocks are short, so the file is read in pieces of this many bytes. */
const piece = 64 * 1024

/**
 * Counts up to `most` + 1 pictures.
 * @returns undefined when the file is cut off before its first picture ends, or is no GIF
 */
export async function readGif(file: FileHandle, most: number): Promise<GifFacts | undefined> {
  const reader = createReader(file)
  const head = await reader.take(13)
  if (!head || !/^GIF8[79]a/.test(head.toString('latin1'))) return undefined
  const [width, height] = [head.readUInt16LE(6), head.readUInt16LE(8)]
  reader.skip(paletteLength(head[10] ?? 0))
  let frames = 0
  while (frames <= most) {
    const kind = (await reader.take(1))?.[0]
    if (kind === 0x21) reader.skip(1)
    else if (kind === 0x2c) {
      const picture = await reader.take(9)
      if (!picture) break
      reader.skip(paletteLength(picture[8] ?? 0) + 1)
    } else break
    if (!(await passBlocks(reader))) break
    if (kind === 0x2c) frames += 1
  }
  return frames > 0 && width > 0 && height > 0 ? { width, height, frames } : undefined
}

function paletteLength(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

async function passBlocks(reader: Reader): Promise<boolean> {
  for (;;) {
    const length = (await reader.take(1))?.[0]
    if (length === undefined) return false
    if (length === 0) return true
    reader.skip(length)
  }
}

type Reader = { take(length: number): Promise<Buffer | undefined>; skip(length: number): void }

function createReader(file: FileHandle): Reader {
  let at = 0
  let held = { start: 0, bytes: Buffer.alloc(0) }
  return {
    async take(length) {
      if (at < held.start || at + length > held.start + held.bytes.length) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(piece), 0, piece, at)
        held = { start: at, bytes: buffer.subarray(0, bytesRead) }
      }
      const taken = held.bytes.subarray(at - held.start, at - held.start + length)
      at += length
      return taken.length === length ? taken : undefined
    },
    skip(length) {
      at += length
    },
  }
}
