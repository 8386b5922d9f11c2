// Files that people send, honest and not.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

/** A JPEG of a phone held upright: wider than tall in the file, to be turned a quarter, with a place in its EXIF. */
export function phonePicture(): Promise<Buffer> {
  const picture = sharp({ create: { width: 600, height: 400, channels: 3, background: '#357' } })
  const exif = { IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 54/1 0/1' } }
  return picture.withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer()
}

export function seeThroughPicture(): Promise<Buffer> {
  return sharp({ create: { width: 300, height: 200, channels: 4, background: { r: 200, g: 40, b: 40, alpha: 0.5 } } })
    .png()
    .toBuffer()
}

/** A PNG whose head claims 30,000 × 30,000 pixels. */
export async function pictureBomb(): Promise<Buffer> {
  const png = await sharp({ create: { width: 10, height: 10, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  png.writeUInt32BE(30_000, 16)
  png.writeUInt32BE(30_000, 20)
  png.writeUInt32BE(crc(png.subarray(12, 29)), 29)
  return png
}

/** Noise, which compresses badly: 2000 × 1500 pixels, some 3 MB. */
export function largePicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  return sharp({ create: { width: 2000, height: 1500, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 98 })
    .toBuffer()
}

/** A GIF of so many pictures of 16 × 16 pixels. */
export function movingGif(frames: number): Buffer {
  const head = Buffer.from('47494638396110001000800000', 'hex')
  const colours = Buffer.from('000000ffffff', 'hex')
  const wait = Buffer.from('21f904000a000000', 'hex')
  const picture = Buffer.concat([Buffer.from('2c00000000100010000007', 'hex'), pixels()])
  const parts = Array.from({ length: frames }, () => [wait, picture]).flat()
  return Buffer.concat([head, colours, ...parts, Buffer.from(';')])
}

/** Sixteen rows of one colour as LZW with codes of eight bits: clear, then a pixel, as often as there are pixels. */
function pixels(): Buffer {
  const codes = [...Array.from({ length: 256 }, () => [128, 1]).flat(), 129]
  const bytes = Buffer.from(codes)
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255)
    blocks.push(Buffer.from([block.length]), block)
  }
  return Buffer.concat([...blocks, Buffer.from([0])])
}

export function clip(): Buffer {
  return readFileSync(join(import.meta.dirname, 'browser', 'videos', 'clip.mp4'))
}

export const captions = Buffer.from('WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nA ferry leaves.\r\n')

function crc(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
