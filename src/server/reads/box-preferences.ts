// How somebody wants this box to look and to read, from its row in main.db.
import { z } from 'zod'
import { findPreferences } from '#db/queries/preferences.ts'
import { accents, type BoxPreferences, textSizes, themes } from '#types/box-preferences.ts'
import { languages } from '#types/languages.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'

const flag = (start: boolean) => z.boolean().catch(start)
const known = z.array(z.string()).transform((codes) => codes.filter((code) => languages.includes(code)))

/** Whatever is wrong or missing is as if nobody had chosen: a row of another version takes no page down. */
const schema: z.ZodType<BoxPreferences> = z.object({
  theme: z.enum(themes).catch('system'),
  accent: z.enum(accents).catch('sky'),
  textSize: z.enum(textSizes).catch('normal'),
  isCompact: flag(false),
  hasSerif: flag(false),
  hidesCounts: flag(false),
  isStill: flag(false),
  language: z
    .string()
    .refine((code) => languages.includes(code))
    .catch(''),
  reads: known.catch([]),
  writes: known.transform((codes) => [...new Set(codes)].slice(0, 3)).catch([]),
  cleansLinks: flag(true),
  hasProxy: flag(false),
})

/** What `value` says, with what this box begins with for everything else. */
export function parseBoxPreferences(value: unknown): BoxPreferences {
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  return schema.parse(object)
}

/** Of somebody signed out: what this box begins with. A page reads them once. */
export async function readBoxPreferences(
  { main, readings }: Pick<WebContext, 'main' | 'readings'>,
  viewer: Viewer | undefined,
): Promise<BoxPreferences> {
  if (!viewer) return parseBoxPreferences(undefined)
  const page = readings.getStore()?.asked
  const key = `look of ${viewer.userId}`
  const known = page?.get(key) as Promise<BoxPreferences> | undefined
  const read = known ?? findPreferences(main, viewer.userId).then(parseBoxPreferences)
  page?.set(key, read)
  return read
}
