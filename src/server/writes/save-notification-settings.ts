// Keeps what somebody wants to hear of: kinds on the network, quiet hours on this box.
import { saveQuietHours } from '#db/queries/push.ts'
import type { NotificationType } from '#types/notification-settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { notificationTypes, putNotificationTypes } from '../atproto/notification-preferences.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { isTimeZone } from '../push/is-quiet.ts'
import { rememberTypes } from '../reads/notification-settings.ts'

/**
 * The kinds as a form says them: `<kind>.list` and `<kind>.push` where they are on, `<kind>.strangers` where it may be
 * of anybody. A kind whose `<kind>` is not in the form is left out.
 */
export function typesIn(form: (name: string) => string): NotificationType[] {
  return notificationTypes
    .filter(({ name }) => form(name) !== '')
    .map(
      ({ name, isFilterable }): NotificationType => ({
        name,
        isListed: form(`${name}.list`) !== '',
        isPushed: form(`${name}.push`) !== '',
        ...(isFilterable ? { isOfFollowed: form(`${name}.strangers`) === '' } : {}),
      }),
    )
}

/** Saves the kinds that a form says; others stay. @throws AppError as upstream answers */
export async function saveNotificationTypes(
  ctx: WebContext,
  viewer: Viewer,
  form: (name: string) => string,
): Promise<void> {
  const types = typesIn(form)
  if (types.length === 0) throw new AppError(400, 'This form names no kind of notification.')
  await rememberTypes(ctx, viewer, await putNotificationTypes(await openAgent(ctx, viewer), types))
}

/** `from` and `until` as `HH:MM`; both empty for no quiet hours. @throws AppError 422 */
export async function saveQuietTimes(
  ctx: WebContext,
  viewer: Viewer,
  { from, until, timeZone }: { from: string; until: string; timeZone: string },
): Promise<void> {
  const [quietFrom, quietUntil] = [readClock(from), readClock(until)]
  if ((quietFrom === null) !== (quietUntil === null)) {
    throw new AppError(422, 'Quiet hours need a beginning and an end. Leave both empty for none.')
  }
  if (!isTimeZone(timeZone)) throw new AppError(422, 'Choose a time zone from the list.')
  await saveQuietHours(ctx.main, viewer.userId, { quietFrom, quietUntil, timeZone }, ctx.now())
}

function readClock(value: string): number | null {
  if (value.trim() === '') return null
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(value.trim()) ?? []
  if (hours === undefined) throw new AppError(422, 'A time looks like 22:30.')
  return Number(hours) * 60 + Number(minutes)
}
