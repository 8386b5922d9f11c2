// A posted form as plain strings.
import { AppError } from '../app-error.ts'

/**
 * The fields of a form; files are dropped and of repeated fields the first counts, so nothing but a string comes out.
 * @throws AppError 415 when the body is no form
 */
export async function readForm(request: Request): Promise<(name: string) => string> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  return (name) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
}
