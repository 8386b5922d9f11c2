// Moderation decisions → what a page does: leave out, veil, warn.
import type { ModerationCause, ModerationDecision, ModerationUI } from '@atproto/api'
import type { Veil } from '#types/embed.ts'
import type { AccountLabel } from '#types/person.ts'
import type { TombstoneReason } from '#types/post.ts'
import type { ProfileBar } from '#types/profile.ts'
import type { Standing } from '#types/standing.ts'
import type { Lens } from './lens.ts'
import { tameText } from './tame-text.ts'

/** Names of the labels that everybody has (com.atproto.label.defs#labelValue). */
export const globalNames: Record<string, string> = {
  '!hide': 'Hidden by moderators',
  '!warn': 'Content warning',
  porn: 'Adult content',
  sexual: 'Suggestive content',
  nudity: 'Nudity',
  'graphic-media': 'Graphic media',
  gore: 'Graphic media',
}

export type Judgement = {
  isFiltered: boolean
  /** Set when the whole post must not be shown at all. */
  gone?: TombstoneReason | undefined
  veil?: Veil | undefined
  mediaVeil?: Veil | undefined
  notes: string[]
}

/**
 * What to do with a post. `place` is where it stands: in a list, where it may be left out, or in focus.
 */
export function judgePost(decision: ModerationDecision, lens: Lens, place: 'list' | 'focus'): Judgement {
  const list = decision.ui('contentList')
  const ui = place === 'list' ? list : decision.ui('contentView')
  const gone = goneBecause(ui.blurs)
  // What a label says of the author stands on their profile; here is what it warns of, and what it says of the post.
  const notes = [...ui.alerts, ...ui.informs].filter(
    (cause) => cause.type === 'label' && (cause.target === 'content' || ui.alerts.includes(cause)),
  )
  return {
    isFiltered: list.filter,
    gone,
    veil: toVeil(ui, lens),
    mediaVeil: toVeil(decision.ui('contentMedia'), lens),
    notes: [...new Set(notes.map((cause) => describeCause(cause, lens).title))],
  }
}

/** The veil of a profile's page, and the labels that it merely shows. */
export function judgeProfile(decision: ModerationDecision, lens: Lens) {
  const view = decision.ui('profileView')
  return {
    gone: goneBecause(view.blurs),
    veil: toVeil(view, lens),
    hidesAvatar: decision.ui('avatar').blur,
    hidesBanner: decision.ui('banner').blur,
    labels: describeLabels(view, lens),
  }
}

/** Somebody in a list. Blocks and mutes are told by the row itself; what only labels can say is told here. */
export function judgePerson(decision: ModerationDecision, lens: Lens) {
  const list = decision.ui('profileList')
  const isLabel = (cause: ModerationCause) => cause.type === 'label'
  const blurs = list.blurs.filter(isLabel)
  return {
    isHidden:
      list.filters.some(isLabel) || goneBecause(blurs) !== undefined || (!decision.isMe && blurs.some(isLocked)),
    isFiltered: list.filter,
    hidesAvatar: decision.ui('avatar').blur,
    veil: blurs[0] && { ...describeCause(blurs[0], lens), isLocked: false },
    labels: describeLabels(list, lens),
  }
}

/** A feed, a list or a starter pack, by the labels on it and by how its maker stands with the viewer. */
export function judgeShelved(decision: ModerationDecision, lens: Lens): Standing {
  const view = decision.ui('contentView')
  const gone = goneBecause(view.blurs)
  const veil = toVeil(view, lens)
  const isOwn = (cause: ModerationCause) => cause.type === 'label' && cause.target === 'content'
  const labels = describeLabels({ alerts: view.alerts.filter(isOwn), informs: view.informs.filter(isOwn) }, lens)
  const bar = gone ? barOf(gone) : veil?.isLocked ? 'hidden' : undefined
  return { labels, veil: bar ? undefined : veil, bar, isFiltered: decision.ui('contentList').filter }
}

function barOf(gone: TombstoneReason): ProfileBar {
  if (gone === 'blocked') return 'blocking'
  return gone === 'blocked-by' || gone === 'signed-in-only' ? gone : 'hidden'
}

function isLocked(cause: ModerationCause): boolean {
  return cause.type === 'label' && cause.noOverride
}

function describeLabels(ui: Pick<ModerationUI, 'alerts' | 'informs'>, lens: Lens): AccountLabel[] {
  const describe = (causes: ModerationCause[], isAlert: boolean) =>
    causes.flatMap((cause) => (cause.type === 'label' ? [describeLabel(cause, isAlert, lens)] : []))
  return [...describe(ui.alerts, true), ...describe(ui.informs, false)]
}

function describeLabel(cause: ModerationCause & { type: 'label' }, isAlert: boolean, lens: Lens): AccountLabel {
  const means = tameText(localeOf(cause)?.description?.slice(0, 500) ?? '').trim()
  const href = cause.source.type === 'labeler' ? `/profile/${cause.source.did}` : undefined
  return { ...describeCause(cause, lens), href, means: means || undefined, isAlert }
}

function localeOf({ labelDef }: ModerationCause & { type: 'label' }) {
  return labelDef.locales.find(({ lang }) => lang.startsWith('en')) ?? labelDef.locales[0]
}

function goneBecause(causes: ModerationCause[]): TombstoneReason | undefined {
  for (const cause of causes) {
    if (cause.type === 'blocking') return 'blocked'
    if (cause.type === 'blocked-by') return 'blocked-by'
    if (cause.type === 'block-other') return 'block-other'
    if (cause.type === 'label' && cause.label.val === '!no-unauthenticated') return 'signed-in-only'
  }
  return undefined
}

function toVeil(ui: ModerationUI, lens: Lens): Veil | undefined {
  const cause = ui.blurs[0]
  if (!cause) return undefined
  return { ...describeCause(cause, lens), isLocked: ui.noOverride }
}

function describeCause(cause: ModerationCause, lens: Lens): { title: string; by?: string | undefined } {
  if (cause.type === 'muted') {
    return cause.source.type === 'list'
      ? { title: 'Muted by a list', by: `Muted by the list “${cause.source.list.name}”` }
      : { title: 'Somebody you have muted' }
  }
  if (cause.type === 'mute-word') {
    const word = cause.matches[0]?.word.value
    return { title: word ? `Contains your muted word “${word}”` : 'Contains one of your muted words' }
  }
  if (cause.type === 'hidden') return { title: 'You have hidden this post' }
  if (cause.type === 'label') {
    const title = globalNames[cause.label.val] ?? localeOf(cause)?.name ?? cause.label.val
    if (cause.source.type !== 'labeler') return { title, by: 'Labelled by the author' }
    return { title, by: `Labelled by ${lens.labelerNames.get(cause.source.did) ?? 'a labeler'}` }
  }
  return { title: 'Blocked' }
}
