// A settings page: shows what is set, takes its own form, and comes back with everything in it when that fails.
import type { SettingsState } from '#types/settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { readPreferences, updatePreferences } from '../atproto/update-preferences.ts'
import type { SettingsGroup } from '../atproto/view-settings.ts'
import { readForm } from '../auth/read-form.ts'
import { wantsJson } from '../auth/wants-json.ts'
import type { WebContext } from '../context.ts'
import { answerForm } from './answer-form.ts'
import { bringBack, mergeOrRefuse, readWas } from './merge-form.ts'

export type Field = (name: string) => string

/** What a form did: 303 back to its page, or what went wrong and the form as it came. */
export type TakenForm = { field: Field | undefined; problem: string | undefined; status: number }

/**
 * Hands a posted form to `save`; anything but a POST is nothing to take.
 * @returns the answer, 303 to `to` with `saved` in its query, once it is saved; an answer that `save` gives comes first
 * @throws whatever is no expected outcome, AppError 401, and for programs every AppError
 */
export async function takeForm(
  request: Request,
  to: string,
  save: (field: Field) => Promise<unknown>,
): Promise<Response | TakenForm> {
  if (request.method !== 'POST') return { field: undefined, problem: undefined, status: 200 }
  const field = await readForm(request)
  try {
    const place = (await save(field)) ?? to
    if (place instanceof Response) return place
    const path = typeof place === 'string' ? place : to
    return answerForm(request, `${path}${path.includes('?') ? '&' : '?'}saved=1`, { saved: true })
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 401 || wantsJson(request)) throw error
    return { field, problem: error.message, status: error.status }
  }
}

/**
 * Shows and saves one group of settings that lies among the preferences of `viewer`: what was changed in this form.
 * @throws as `takeForm` does
 */
export async function takeSettings<Values extends object>(
  ctx: WebContext,
  viewer: Viewer,
  { request, to, group }: { request: Request; to: string; group: SettingsGroup<Values> },
): Promise<Response | SettingsState<Values>> {
  const taken = await takeForm(request, to, async (field) => {
    const [was, typed] = [readWas<Values>(field), group.parse(field)]
    await updatePreferences(ctx, viewer, (preferences) =>
      group.write(preferences, mergeOrRefuse({ was, typed, now: group.read(preferences) })),
    )
  })
  if (taken instanceof Response) return taken
  const { field, problem, status } = taken
  const readNow = async () => group.read(await readPreferences(ctx, viewer))
  if (field) {
    const [was, typed] = [readWas<Values>(field), group.parse(field)]
    return { ...(await bringBack({ was, typed, problem }, readNow)), status }
  }
  const now = await readNow()
  return { values: now, was: now, problem, status }
}
