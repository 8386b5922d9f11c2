// Somebody's own picture → one that can be posted. Runs in the process that decodes pictures.
import { rename, stat } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import type { ShrinkJob, Shrunk } from './resize-job.ts'

/** A phone's largest pictures have 50 million pixels; a bomb claims more. */
const mostPixels = 64_000_000
const qualities = [90, 82, 72, 58]
const smaller = [1, 0.75, 0.55, 0.4]
const previewSide = 600

/** @throws what the library throws for a file that is no picture, and Error when it cannot be made small enough */
export async function shrinkPicture({ source, target, preview, side, bytes }: ShrinkJob): Promise<Shrunk> {
  const { hasAlpha } = await sharp(source, { limitInputPixels: mostPixels }).metadata()
  const isOpaque = !hasAlpha || (await open(source).stats()).isOpaque
  for (const step of smaller) {
    for (const attempt of isOpaque ? qualities : [undefined, ...qualities.slice(1)]) {
      const size = Math.round(side * step)
      const picture = open(source).resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
      const made = await encode(picture, isOpaque, attempt).toFile(`${target}.new`)
      if ((await stat(`${target}.new`)).size > bytes) continue
      await rename(`${target}.new`, target)
      const box = { width: previewSide, height: previewSide, fit: 'inside', withoutEnlargement: true } as const
      await sharp(target).resize(box).webp({ quality: 76, effort: 3 }).toFile(preview)
      const mime = made.format === 'jpeg' ? 'image/jpeg' : made.format === 'png' ? 'image/png' : 'image/webp'
      return { mime, width: made.width, height: made.height, bytes: made.size }
    }
  }
  throw new Error('no quality makes it small enough')
}

/** Upright, and the first picture of an animation. The library leaves metadata behind unless told. */
function open(source: string): Sharp {
  return sharp(source, { limitInputPixels: mostPixels, failOn: 'error' }).timeout({ seconds: 30 }).autoOrient()
}

/** Without a quality: PNG, which loses nothing. */
function encode(picture: Sharp, isOpaque: boolean, quality: number | undefined): Sharp {
  if (isOpaque) return picture.jpeg({ quality: quality ?? 90 })
  return quality === undefined ? picture.png({ compressionLevel: 9 }) : picture.webp({ quality, effort: 3 })
}
