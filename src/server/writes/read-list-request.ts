// The form of a list as it comes in: its texts, and a picture where one was chosen.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readListForm } from './list-draft.ts'

/** `picture` is the file, or `null` to take away the one that is there. @throws AppError 415 when the body is no form */
export async function readListRequest(ctx: WebContext, request: Request) {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : ''
  }
  const file = form.get('picture')
  const picture = file instanceof File && file.size > 0 ? file : text('removePicture') === '1' ? null : undefined
  return { ...readListForm(ctx, text), picture }
}
