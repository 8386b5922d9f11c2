// What a person wants held back: the adult gate, choices about labels, labelers.
import type { LabelSetting } from '#types/labeler.ts'
import type { ModerationSettings } from '#types/settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { setEntry, setLabelChoice, setLabeler } from '../atproto/edit-preferences.ts'
import { updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import { readLabeler } from '../reads/labeler.ts'
import type { Field } from './take-settings.ts'

const settings: LabelSetting[] = ['ignore', 'warn', 'hide']
/** As the official client has it. */
const mostLabelers = 20

function settingOf(value: string): LabelSetting | undefined {
  return settings.find((known) => known === value)
}

/** What the form says of `label`; undefined when nothing, or when it says what the form began with. */
export function changedLabel(field: Field, name: string): LabelSetting | undefined {
  const value = settingOf(field(name))
  return value === field(`was ${name}`) ? undefined : value
}

/** `shown` with what the form says, for when it comes back. */
export function withForm(shown: ModerationSettings, field: Field): ModerationSettings {
  const fill = <Label extends { field: string; setting: LabelSetting }>(label: Label): Label => ({
    ...label,
    setting: settingOf(field(label.field)) ?? label.setting,
  })
  return {
    ...shown,
    allowsAdult: field('adult') !== '',
    labels: shown.labels.map(fill),
    labelers: shown.labelers.map((labeler) => ({ ...labeler, labels: labeler.labels.map(fill) })),
  }
}

/**
 * Saves the adult gate and the labels that were changed in this form: what another tab or client changed since stays.
 * @throws AppError as the person's server answers
 */
export async function saveModeration(
  ctx: WebContext,
  viewer: Viewer,
  { field, shown }: { field: Field; shown: ModerationSettings },
): Promise<void> {
  const labels = [...shown.labels, ...shown.labelers.flatMap((labeler) => labeler.labels)]
  const isAdultChanged = (field('adult') !== '') !== (field('was adult') !== '')
  await updatePreferences(ctx, viewer, (preferences) => {
    let next = preferences
    if (isAdultChanged) next = setEntry(next, { kind: 'adultContentPref' }, { enabled: field('adult') !== '' })
    for (const { field: name } of labels) {
      const visibility = changedLabel(field, name)
      const [, label = '', labelerDid] = name.split(' ')
      if (visibility) next = setLabelChoice(next, { label, labelerDid, visibility })
    }
    return next
  })
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
