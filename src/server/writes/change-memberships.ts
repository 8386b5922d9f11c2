// Somebody onto some of the viewer's lists and off others, in one form.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import type { Membership } from '../reads/memberships.ts'
import { changeMember } from './change-member.ts'
import { mergeForm } from './merge-form.ts'

/** Keys of lists: those that are ticked, and those that were when the form was made. */
export type MembershipForm = { chosen: Set<string>; before: Set<string> }

/** @throws AppError 415 when the body is no form */
export async function readMembershipForm(request: Request): Promise<MembershipForm> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const keys = (name: string) => new Set(form.getAll(name).filter((value) => typeof value === 'string'))
  return { chosen: keys('on[]'), before: keys('before[]') }
}

/**
 * Does what was changed on the form and nothing else: what another window did meanwhile stays. Sent twice, the second
 * finds it done.
 * @throws AppError as the person's server answers; what was done until then stays
 */
export async function changeMemberships(
  ctx: WebContext,
  viewer: Viewer,
  did: string,
  { rows, form }: { rows: Membership[]; form: MembershipForm },
): Promise<{ added: number; removed: number }> {
  const counts = { added: 0, removed: 0 }
  for (const { list } of rows) {
    const isOn = form.chosen.has(list.key)
    if (isOn === form.before.has(list.key)) continue
    await changeMember(ctx, viewer, list, { did, isOn })
    counts[isOn ? 'added' : 'removed'] += 1
  }
  return counts
}

/** What is ticked on a form that comes back: what was changed on it, on top of what is so now. */
export function shownMemberships(rows: Membership[], { chosen, before }: MembershipForm): Set<string> {
  const now = rows.flatMap(({ list, isOn }) => (isOn ? [list.key] : []))
  const forms = { was: { on: [...before] }, typed: { on: [...chosen] }, now: { on: now } }
  return new Set(mergeForm(forms, { sets: ['on'] }).values.on)
}
