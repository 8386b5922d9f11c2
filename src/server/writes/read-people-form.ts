// The form that names many people: a text, a file, or both.
import { AppError } from '../app-error.ts'
import { joinPeople, type PeopleList, parsePeople, parsePeopleFile } from './parse-people.ts'

/** `text` comes back on the form; `read` is what was asked for. */
export type PeopleForm = { text: string; read: () => PeopleList & { op: 'add' | 'remove' } }

/** @throws AppError 415 when the body is no form; `read` throws 413, 422 */
export async function readPeopleForm(request: Request): Promise<PeopleForm> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const given = form.get('people')
  const text = typeof given === 'string' ? given.replace(/\r\n?/g, '\n').toWellFormed() : ''
  const file = form.get('file')
  const bytes = file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
  const op = form.get('op') === 'remove' ? 'remove' : 'add'
  return {
    text,
    read: () => ({ op, ...joinPeople([parsePeople(text), ...(bytes ? [parsePeopleFile(bytes)] : [])]) }),
  }
}
