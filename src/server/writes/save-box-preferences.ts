// Saves how somebody wants this box to look and to read. A form says one part of it; the rest stays.
import { findPreferences, savePreferences } from '#db/queries/preferences.ts'
import type { BoxPreferences } from '#types/box-preferences.ts'
import { languages } from '#types/languages.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { refusalOf } from '../integrity/tell-trouble.ts'
import { parseBoxPreferences, readBoxPreferences } from '../reads/box-preferences.ts'
import { bringBack, mergeOrRefuse, readWas } from './merge-form.ts'
import type { Field, TakenForm } from './take-settings.ts'

type Part = (field: Field) => { [Name in keyof BoxPreferences]?: unknown }

/** What the form of /settings/appearance says. */
export const appearance: Part = (field) => ({
  theme: field('theme'),
  accent: field('accent'),
  textSize: field('textSize'),
  isCompact: field('density') === 'compact',
  hasSerif: field('serif') !== '',
  hidesCounts: field('hideCounts') !== '',
  isStill: field('still') !== '',
})

/** What the form of /settings/languages says. */
export const languageChoices: Part = (field) => ({
  language: field('language'),
  reads: languages.filter((code) => field(`read-${code}`) !== ''),
  writes: ['write-1', 'write-2', 'write-3'].map(field).filter((code) => code !== ''),
})

/** What the form of /settings/privacy-and-security says. */
export const privacy: Part = (field) => ({ cleansLinks: field('cleanLinks') !== '', hasProxy: field('proxy') !== '' })

/** Languages are read in no order. */
const merging = { sets: ['reads'] } as const

/** The preferences as `part` of a form would have them. */
function withPart(preferences: BoxPreferences, part: Part, field: Field): BoxPreferences {
  return parseBoxPreferences({ ...preferences, ...part(field) })
}

/** What the form of `part` shows: what is kept, or what was sent and not saved. */
export async function shownPreferences(ctx: WebContext, viewer: Viewer, part: Part, { field, problem }: TakenForm) {
  const now = await readBoxPreferences(ctx, viewer)
  if (!field) return { values: now, was: now, problem }
  const was = readWas<BoxPreferences>(field)
  return bringBack({ was, typed: withPart(now, part, field), problem }, async () => now, merging)
}

/**
 * Saves what was changed in the form.
 * @throws AppError 409 when the same was changed in another window meanwhile, 507 when the disk takes nothing more
 */
export function saveBoxPreferences(ctx: WebContext, viewer: Viewer, part: Part, field: Field): Promise<void> {
  return ctx.acts.inTurn(`${viewer.userId} box preferences`, async () => {
    const before = await findPreferences(ctx.main, viewer.userId)
    const kept = typeof before === 'object' && before !== null ? before : {}
    const now = parseBoxPreferences(kept)
    const typed = withPart(now, part, field)
    const values = { ...kept, ...mergeOrRefuse<BoxPreferences>({ was: readWas(field), typed, now }, merging) }
    const row = { userId: viewer.userId, values, updatedAt: ctx.now() }
    await savePreferences(ctx.main, row).catch((cause) => {
      const sentence = 'This box could not write it down: its disk may be full. Nothing was changed.'
      throw refusalOf(cause) ?? new AppError(507, sentence, { cause })
    })
  })
}
