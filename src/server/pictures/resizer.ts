// Entry of the process that decodes pictures: hostile bytes are read here and nowhere else (docs/decisions/014-pictures.md).
import sharp from 'sharp'
import { type ResizeAnswer, type ResizeJob, readOutcome, type ShrinkJob } from './resize-job.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** More pixels than any picture of the network has; a bomb claims more. */
const mostPixels = 24_000_000

sharp.cache(false)
sharp.concurrency(1)
// What a picture on a page may be. Above all no SVG, PDF or script of an image tool.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`),
})

process.on('disconnect', () => process.exit(0)) // `web` has gone, however it went
process.on('message', (job: ResizeJob | ShrinkJob) => {
  const { id } = job
  const working = 'preview' in job ? shrinkPicture(job).then((made) => ({ made })) : resize(job)
  working.then(
    (made) => say({ id, outcome: 'done', ...made }),
    (error) => say({ id, outcome: readOutcome(error) }),
  )
})

function say(answer: ResizeAnswer): void {
  if (process.connected) process.send?.(answer)
}

/** Writes what a page needs of `source` to `target`: upright, without metadata, the first picture of an animation. */
async function resize({ source, target, width, height, format }: ResizeJob): Promise<void> {
  const picture = sharp(source, { limitInputPixels: mostPixels, failOn: 'error' })
    .timeout({ seconds: 10 })
    .autoOrient()
    .resize({ width, height: height ?? 3 * width, fit: height ? 'cover' : 'inside', withoutEnlargement: true })
  if (format === 'avif') await picture.avif({ quality: 50, effort: 2 }).toFile(target)
  else if (format === 'webp') await picture.webp({ quality: 76, effort: 3 }).toFile(target)
  else await picture.flatten({ background: '#fff' }).jpeg({ quality: 78 }).toFile(target)
}
