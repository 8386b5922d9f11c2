// Which labels hold something back from somebody: everybody's, and those of their labelers.
import type { LabelPolicy, LabelSetting } from '#types/labeler.ts'
import type { LabelChoice, ModerationSettings } from '#types/settings.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { globalLabels, isBuiltInLabeler, isLabelerView, toLabeler } from '../atproto/to-labeler.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** The name of the field of a label; `did` is absent for everybody's. */
export function labelField(id: string, did?: string): string {
  return did === undefined ? `label ${id}` : `label ${id} ${did}`
}

/**
 * What `viewer` chose, as it is now, and what their labelers define (app.bsky.labeler.getServices), with names in the
 * first of `languages` that there is.
 * @throws AppError as upstream answers
 */
export async function readModerationSettings(
  ctx: WebContext,
  viewer: Viewer,
  languages: string[],
): Promise<ModerationSettings> {
  // Another client may have changed them a moment ago, and this page is about nothing else.
  ctx.memory.forget(`moderation ${viewer.did}`)
  const { agent, lens } = await openLens(ctx, viewer)
  const { prefs } = lens.moderation
  const dids = prefs.labelers.map(({ did }) => did)
  const ask = () => askUpstream(agent.app.bsky.labeler.getServices({ dids, detailed: true }))
  const answered: unknown[] = dids.length > 0 ? (await ask()).data.views : []
  const labelers = answered.filter(isLabelerView).map((view) => toLabeler(view, lens, languages))
  return {
    allowsAdult: prefs.adultContentEnabled,
    labels: globalLabels.map(({ id, ...label }) => ({
      ...label,
      field: labelField(id),
      setting: readSetting(prefs.labels[id]) ?? label.setting,
      canWarn: true,
    })),
    labelers: labelers.map(({ actor, isBuiltIn, policies }) => ({
      actor,
      isBuiltIn,
      labels: policies
        .filter(({ isGlobal, id }) => !isGlobal && /^[\w!-]+$/.test(id))
        .map((policy) => toChoice(policy, actor.did)),
    })),
    missing: dids.filter((did) => !isBuiltInLabeler(did) && !labelers.some(({ actor }) => actor.did === did)),
  }
}

function toChoice({ id, name, description, lang, isAdult, setting, ...effect }: LabelPolicy, did: string): LabelChoice {
  const canWarn = effect.covers !== 'none' || effect.severity !== 'none'
  return { field: labelField(id, did), name, description, lang, isAdult, setting, canWarn }
}

function readSetting(value: unknown): LabelSetting | undefined {
  return value === 'ignore' || value === 'warn' || value === 'hide' ? value : undefined
}
