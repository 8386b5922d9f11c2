// Keeps what somebody wants to hear of: kinds on the network, quiet hours on this box.
import { findPushRules, saveQuietHours } from '#db/queries/push.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { putNotificationTypes } from '../atproto/notification-preferences.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { isTimeZone } from '../push/is-quiet.ts'
import { readQuietTimes, recallChosen, recallTypes, rememberTypes, toClock } from '../reads/notification-settings.ts'
import { mergeOrRefuse, readWas } from './merge-form.ts'
import { choicesIn, chooseTypes, readQuietForm, typesIn } from './notification-forms.ts'

/**
 * Saves what was changed in the form; what it does not name, and what another window changed, stays.
 * @throws AppError as upstream answers
 */
export async function saveNotificationTypes(
  ctx: WebContext,
  viewer: Viewer,
  form: (name: string) => string,
): Promise<void> {
  const types = typesIn(form)
  if (types.length === 0) throw new AppError(400, 'This form names no kind of notification.')
  const [was, typed] = [readWas<Record<string, boolean>>(form), choicesIn(types)]
  await ctx.acts.inTurn(`${viewer.did} notification types`, async () => {
    const isChanged = (choice: string) => typed[choice] !== was[choice]
    const changed = types.filter((type) => Object.keys(choicesIn([type])).some(isChanged)).map(({ name }) => name)
    if (changed.length === 0) return
    const known = await recallTypes(ctx, viewer)
    const merged = mergeOrRefuse({ was, typed, now: choicesIn(known) })
    // The AppView lays these over what it knows, which may be older than what was chosen here a moment ago.
    const chosen = [...new Set([...changed, ...(await recallChosen(ctx, viewer))])]
    const put = chooseTypes(known, merged).filter(({ name }) => chosen.includes(name))
    await rememberTypes(ctx, viewer, await putNotificationTypes(await openAgent(ctx, viewer), put), chosen)
  })
}

/**
 * Saves what was changed in the form; both times empty for no quiet hours.
 * @throws AppError 422, 409 when the same was changed in another window meanwhile
 */
export async function saveQuietTimes(ctx: WebContext, viewer: Viewer, form: (name: string) => string): Promise<void> {
  const { typed, was } = readQuietForm(form)
  const quietFrom = toClock(readClock(typed.quietFrom))
  const quietUntil = toClock(readClock(typed.quietUntil))
  await ctx.acts.inTurn(`${viewer.userId} quiet hours`, async () => {
    const now = readQuietTimes(await findPushRules(ctx.main, viewer.userId))
    const merged = mergeOrRefuse({ was, typed: { ...typed, quietFrom, quietUntil }, now })
    const { timeZone } = merged
    const [from, until] = [readClock(merged.quietFrom), readClock(merged.quietUntil)]
    if ((from === null) !== (until === null)) {
      throw new AppError(422, 'Quiet hours need a beginning and an end. Leave both empty for none.')
    }
    if (!isTimeZone(timeZone)) throw new AppError(422, 'Choose a time zone from the list.')
    await saveQuietHours(ctx.main, viewer.userId, { quietFrom: from, quietUntil: until, timeZone }, ctx.now())
  })
}

function readClock(value: string): number | null {
  if (value.trim() === '') return null
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(value.trim()) ?? []
  if (hours === undefined) throw new AppError(422, 'A time looks like 22:30.')
  return Number(hours) * 60 + Number(minutes)
}
