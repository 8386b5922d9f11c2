// Somebody's own picture, made fit to be posted, or a sentence on why it cannot be.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import type { ShrinkJob, Shrunk } from '../pictures/resize-job.ts'

/** @throws AppError 415 or 422 with what is wrong with the picture */
export async function fitPicture(
  { pictures }: Pick<WebContext, 'pictures'>,
  job: Omit<ShrinkJob, 'id'>,
): Promise<Shrunk> {
  const { outcome, made } = await pictures.shrink(job)
  if (made) return made
  if (outcome === 'large')
    throw new AppError(422, 'This picture has more than 64 million pixels. Make it smaller first.')
  if (outcome === 'unsupported')
    throw new AppError(415, 'This is no picture that can be read here. JPEG, PNG and WebP can.')
  throw new AppError(422, 'This picture cannot be read. It may be damaged, or cut off.')
}
