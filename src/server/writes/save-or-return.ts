// What a page does with the form of something that is made or changed: saves it, or brings the form back with why not.
import { AppError } from '../app-error.ts'
import { wantsJson } from '../auth/wants-json.ts'
import { answerForm } from './answer-form.ts'

type Errors = Record<string, string | undefined>
/** The page that comes back: `errors` belong to fields, `problem` to all of it. */
export type Returned<Found extends Errors> = { status: number; errors: Found; problem: string | undefined }

type Saving<Found extends Errors, Checked> = {
  /** Looks at what was typed. */
  check: () => Promise<{ errors: Found; checked: Checked }>
  /** Is called when nothing is wrong with it. */
  save: (checked: Checked) => Promise<{ href: string }>
  /** What a program is told that sent mistakes. */
  refusal: string
}

/**
 * Leads to what was saved, answers a program, or says what the page brings back.
 * @throws AppError 401 when the person has to sign in again, and whatever is no AppError
 */
export async function saveOrReturn<Found extends Errors, Checked>(
  request: Request,
  none: Found,
  { check, save, refusal }: Saving<Found, Checked>,
): Promise<Response | Returned<Found>> {
  const returned: Returned<Found> = { status: 422, errors: none, problem: undefined }
  try {
    const { errors, checked } = await check()
    returned.errors = errors
    if (Object.keys(errors).length === 0) {
      const saved = await save(checked)
      return answerForm(request, saved.href, saved)
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 401) throw error
    returned.problem = error.message
    returned.status = error.status
  }
  if (!wantsJson(request)) return returned
  const { status, errors, problem } = returned
  return Response.json({ error: problem ?? refusal, errors }, { status })
}
