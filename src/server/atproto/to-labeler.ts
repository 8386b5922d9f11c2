// app.bsky.labeler.defs#labelerViewDetailed → Labeler. Policies are the labeler's own words, in any shape.
import { type AppBskyLabelerDefs, BSKY_LABELER_DID, LABELS, moderateFeedGenerator } from '@atproto/api'
import type { Labeler, LabelPolicy, LabelSetting } from '#types/labeler.ts'
import { globalNames, judgeShelved } from './judge.ts'
import type { Lens } from './lens.ts'
import { readCount } from './read-count.ts'
import { tameName, tameText } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>

const mostPolicies = 200
const globals: Record<string, Loose> = LABELS as unknown as Record<string, Loose>

/** Everybody's labels that a person decides about, in the order of a form, with what they begin as. */
export const globalLabels: {
  id: string
  name: string
  description: string
  isAdult: boolean
  setting: LabelSetting
}[] = [
  { id: 'porn', name: 'Adult content', description: 'Explicit sexual images', isAdult: true, setting: 'hide' },
  {
    id: 'sexual',
    name: 'Suggestive content',
    description: 'Sexual, without being explicit',
    isAdult: true,
    setting: 'warn',
  },
  { id: 'graphic-media', name: 'Graphic media', description: 'Blood, injury, death', isAdult: true, setting: 'warn' },
  { id: 'nudity', name: 'Nudity', description: 'Artistic or plain, not sexual', isAdult: false, setting: 'ignore' },
]

/** Whether a labeler applies to everybody, subscribed to or not. */
export function isBuiltInLabeler(did: string): boolean {
  return did === BSKY_LABELER_DID
}

/** Whether a view of app.bsky.labeler.getServices says what its labels mean. */
export function isLabelerView(view: unknown): view is AppBskyLabelerDefs.LabelerViewDetailed {
  return isObject(view) && 'policies' in view && isObject(view.creator)
}

/**
 * @param languages of the reader, the most wanted first (BCP 47): names and descriptions come in the first that fits
 * @throws TypeError when `view` is no labeler view
 */
export function toLabeler(view: AppBskyLabelerDefs.LabelerViewDetailed, lens: Lens, languages: string[]): Labeler {
  const actor = toActor(view.creator)
  const isBuiltIn = isBuiltInLabeler(actor.did)
  const own = lens.moderation.prefs.labelers.find(({ did }) => did === actor.did)
  // A label of everybody's is set once for all labelers.
  const chosen = (id: string, isGlobal: boolean) => (isGlobal ? lens.moderation.prefs.labels[id] : own?.labels[id])
  const subject = view as unknown as Parameters<typeof moderateFeedGenerator>[0]
  return {
    actor,
    likes: readCount(view.likeCount),
    policies: readPolicies(view.policies, languages).map((policy) => {
      const choice = lens.viewerDid === undefined ? undefined : readSetting(chosen(policy.id, policy.isGlobal))
      return { ...policy, setting: choice ?? policy.setting, isChosen: choice !== undefined }
    }),
    isSubscribed: isBuiltIn || (lens.viewerDid !== undefined && own !== undefined),
    isBuiltIn,
    standing: judgeShelved(moderateFeedGenerator(subject, lens.moderation), lens),
  }
}

function readPolicies(policies: unknown, languages: string[]): Omit<LabelPolicy, 'isChosen'>[] {
  const { labelValues, labelValueDefinitions } = isObject(policies) ? policies : {}
  const all = Array.isArray(labelValueDefinitions) ? labelValueDefinitions.filter(isObject) : []
  const defined = new Map(all.map((definition) => [definition.identifier, definition]))
  const named = Array.isArray(labelValues) ? labelValues.filter((value) => typeof value === 'string') : []
  return [...new Set(named)].slice(0, mostPolicies).map((value) => {
    const id = value.slice(0, 100)
    const definition = defined.get(value)
    const shape = definition ?? globals[value] ?? {}
    const text = pickLocale(definition?.locales, languages)
    return {
      id,
      name: tameName(String(text.name ?? '')) || globalNames[value] || id,
      description: typeof text.description === 'string' ? tameText(text.description.slice(0, 10_000)).trim() : '',
      lang: readLanguage(text.lang),
      covers: shape.blurs === 'content' || shape.blurs === 'media' ? shape.blurs : 'none',
      severity: shape.severity === 'alert' || shape.severity === 'inform' ? shape.severity : 'none',
      isAdult: shape.adultOnly === true || (Array.isArray(shape.flags) && shape.flags.includes('adult')),
      setting: readSetting(shape.defaultSetting) ?? 'warn',
      isGlobal: definition === undefined,
    }
  })
}

/** The strings in the first of `languages` that there are, in English, or in whatever there is. */
export function pickLocale(locales: unknown, languages: string[]): Loose {
  const all = Array.isArray(locales) ? locales.filter(isObject) : []
  const bare = (tag: unknown) => String(tag).toLowerCase().split('-')[0]
  for (const wanted of [...languages, 'en']) {
    const found =
      all.find(({ lang }) => String(lang).toLowerCase() === wanted.toLowerCase()) ??
      all.find(({ lang }) => bare(lang) === bare(wanted))
    if (found) return found
  }
  return all[0] ?? {}
}

function readLanguage(lang: unknown): string | undefined {
  return typeof lang === 'string' && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(lang) ? lang : undefined
}

function readSetting(value: unknown): LabelSetting | undefined {
  return value === 'ignore' || value === 'warn' || value === 'hide' ? value : undefined
}
