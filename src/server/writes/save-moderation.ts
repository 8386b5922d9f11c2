// What a person wants held back: the adult gate, choices about labels, labelers.
import type { LabelSetting } from '#types/labeler.ts'
import type { ModerationSettings } from '#types/settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { findEntry, setEntry, setLabelChoice, setLabeler } from '../atproto/edit-preferences.ts'
import { type Preference, updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import { readLabeler } from '../reads/labeler.ts'
import { bringBack, mergeOrRefuse, readWas, type Was } from './merge-form.ts'
import type { Field, TakenForm } from './take-settings.ts'

const settings: LabelSetting[] = ['ignore', 'warn', 'hide']
/** As the official client has it. */
const mostLabelers = 20

function settingOf(value: string): LabelSetting | undefined {
  return settings.find((known) => known === value)
}

/** Every choice of the form by the name of its field. */
type Choices = Record<string, LabelSetting | boolean | undefined>

/** What the form shows, choice by choice: what it is made with. */
export function choicesOf({ allowsAdult, labels, labelers }: ModerationSettings): Choices {
  const all = [...labels, ...labelers.flatMap((labeler) => labeler.labels)]
  return { adult: allowsAdult, ...Object.fromEntries(all.map(({ field, setting }) => [field, setting])) }
}

/** What the form says of `shown`, and what it was made with. What it does not say is undefined. */
function readForm(shown: ModerationSettings, field: Field): { was: Was<Choices>; typed: Choices } {
  const fields = Object.keys(choicesOf(shown)).filter((name) => name !== 'adult')
  const labels = Object.fromEntries(fields.map((name) => [name, settingOf(field(name))]))
  return { was: { adult: false, ...readWas<Choices>(field) }, typed: { adult: field('adult') !== '', ...labels } }
}

/** The form as the page shows it: what is set, or what was sent and not saved on top of that. */
export async function shownModeration(shown: ModerationSettings, { field, problem }: TakenForm) {
  if (!field) return { settings: shown, was: choicesOf(shown), problem }
  const back = await bringBack({ ...readForm(shown, field), problem }, async () => choicesOf(shown))
  const fill = <Label extends { field: string; setting: LabelSetting }>(label: Label): Label => ({
    ...label,
    setting: settingOf(String(back.values[label.field])) ?? label.setting,
  })
  const settings = {
    ...shown,
    allowsAdult: back.values.adult === true,
    labels: shown.labels.map(fill),
    labelers: shown.labelers.map((labeler) => ({ ...labeler, labels: labeler.labels.map(fill) })),
  }
  return { settings, was: back.was, problem: back.problem }
}

/**
 * Saves the adult gate and the labels that were changed in this form: what another tab or client changed since stays.
 * @throws AppError 409 when the same label was changed elsewhere meanwhile, others as the person's server answers
 */
export async function saveModeration(
  ctx: WebContext,
  viewer: Viewer,
  { field, shown }: { field: Field; shown: ModerationSettings },
): Promise<void> {
  const forms = readForm(shown, field)
  await updatePreferences(ctx, viewer, (preferences) => {
    const now = choicesIn(preferences, choicesOf(shown))
    const wanted = mergeOrRefuse({ ...forms, now })
    let next = preferences
    for (const name of Object.keys(wanted)) {
      if (wanted[name] === now[name]) continue
      if (name === 'adult') next = setEntry(next, { kind: 'adultContentPref' }, { enabled: wanted.adult })
      else next = setLabelChoice(next, { ...labelOf(name), visibility: String(wanted[name]) })
    }
    return next
  })
}

/** The choices as they lie among `preferences`; those that do not are as `shown`. */
function choicesIn(preferences: Preference[], shown: Choices): Choices {
  const now = Object.keys(shown).map((name): [string, Choices[string]] => {
    if (name === 'adult') return [name, findEntry(preferences, { kind: 'adultContentPref' }).enabled === true]
    const { visibility } = findEntry(preferences, { kind: 'contentLabelPref', where: labelOf(name) })
    return [name, settingOf(String(visibility)) ?? shown[name]]
  })
  return Object.fromEntries(now)
}

function labelOf(field: string): { label: string; labelerDid: string | undefined } {
  const [, label = '', labelerDid] = field.split(' ')
  return { label, labelerDid }
}

/**
 * Subscribes to the labeler that `actor` (handle or DID) runs, or ends that.
 * @throws AppError 404 when there is no such labeler, 422 when there are too many, others as upstream answers
 */
export async function saveLabeler(
  ctx: WebContext,
  viewer: Viewer,
  { actor, undo }: { actor: string; undo: boolean },
): Promise<{ subscribed: boolean; did: string }> {
  const name = actor.trim().replace(/^@/, '')
  if (name === '') throw new AppError(422, 'Write the handle of a labeler.')
  // One that is gone can be left all the same.
  const did =
    undo && name.startsWith('did:') ? name : (await readLabeler(ctx, viewer, { actor: name, languages: [] })).actor.did
  await updatePreferences(ctx, viewer, (preferences) => {
    const next = setLabeler(preferences, did, !undo)
    const { labelers } = {
      labelers: [] as unknown[],
      ...next.findLast(({ $type }) => `${$type}`.endsWith('#labelersPref')),
    }
    if (!undo && next !== preferences && labelers.length > mostLabelers) {
      throw new AppError(422, `You subscribe to ${mostLabelers} labelers already. Leave one of them first.`)
    }
    return next
  })
  return { subscribed: !undo, did }
}
