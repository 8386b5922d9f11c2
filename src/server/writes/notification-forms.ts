// The forms of /settings/notifications: what they say, what they were made with, and how they come back.
import type { NotificationSettings, NotificationType } from '#types/notification-settings.ts'
import { notificationTypes } from '../atproto/notification-preferences.ts'
import { bringBack, mergeForm, readWas } from './merge-form.ts'

type Form = (name: string) => string
type Choices = Record<string, boolean>

/**
 * The kinds as a form says them: `<kind>.list` and `<kind>.push` where they are on, `<kind>.strangers` where it may be
 * of anybody. A kind whose `<kind>` is not in the form is left out.
 */
export function typesIn(form: Form): NotificationType[] {
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

/** Every choice of `types` by itself, as its field is called. */
export function choicesIn(types: NotificationType[]): Choices {
  const choices = types.flatMap(({ name, isListed, isPushed, isOfFollowed }): [string, boolean][] => [
    [`${name}.list`, isListed],
    [`${name}.push`, isPushed],
    ...(isOfFollowed === undefined ? [] : [[`${name}.strangers`, !isOfFollowed] as [string, boolean]]),
  ])
  return Object.fromEntries(choices)
}

/** `types` as `choices` have them. */
export function chooseTypes(types: NotificationType[], choices: Choices): NotificationType[] {
  return typesIn((name) => (choices[name] || types.some((type) => type.name === name) ? 'on' : ''))
}

/** Quiet hours as their form has them: `HH:MM`, '' for none. */
export type QuietTimes = Pick<NotificationSettings, 'quietFrom' | 'quietUntil' | 'timeZone'>

/** What the form of quiet hours says, and what it was made with. */
export function readQuietForm(form: Form) {
  const typed: QuietTimes = { quietFrom: form('from'), quietUntil: form('until'), timeZone: form('zone') }
  return { typed, was: readWas<QuietTimes>(form) }
}

type Problem = { part: string; message: string }
export type NotificationForms = {
  settings: NotificationSettings
  /** What the forms are made with. */
  was: { types: object; quiet: object }
  problem: Problem | undefined
}

/** The forms on top of what is set now; where one was not saved because of `problem`, with what it says. */
export async function showNotificationForms(
  settings: NotificationSettings,
  form: Form | undefined,
  problem: Problem | undefined,
): Promise<NotificationForms> {
  const { types, quietFrom, quietUntil, timeZone } = settings
  const quiet: QuietTimes = { quietFrom, quietUntil, timeZone }
  const was = { types: choicesIn(types ?? []), quiet }
  if (form && problem?.part === 'types') {
    const back = bringTypesBack(form, types)
    const shown = back.types.length > 0 ? { ...settings, types: back.types } : settings
    return { settings: shown, was: { ...was, types: back.was }, problem }
  }
  if (form && problem?.part === 'quiet') {
    const back = await bringBack({ ...readQuietForm(form), problem: problem.message }, async () => quiet)
    const message = back.problem ?? problem.message
    return {
      settings: { ...settings, ...back.values },
      was: { ...was, quiet: back.was },
      problem: { ...problem, message },
    }
  }
  return { settings, was, problem }
}

/** The kinds of a form that was not saved, as it comes back on top of what is chosen `now`, if that is known. */
function bringTypesBack(form: Form, now: NotificationType[] | undefined) {
  const types = typesIn(form)
  const was = readWas<Choices>(form)
  if (!now) return { types, was }
  const { values } = mergeForm({ was, typed: choicesIn(types), now: choicesIn(now) })
  return { types: chooseTypes(now, values), was: choicesIn(now) }
}
