// The query of an embed's address → how it is to look. What makes no sense falls back, because a page of somebody else
// must not break over it.
import { type EmbedOptions, embedLanguages } from '#types/embed-options.ts'

export const mostPosts = 30
export const usualPosts = 10

/** The accents of this site, by name; other colours are given as `#rrggbb` or `rrggbb`. */
export const accentNames: Record<string, EmbedOptions['accent']> = {
  sky: { hue: 242, tint: 1 },
  moss: { hue: 150, tint: 1 },
  plum: { hue: 305, tint: 1 },
  rose: { hue: 5, tint: 1 },
  rust: { hue: 50, tint: 1 },
  slate: { hue: 242, tint: 0.15 },
}

const usualAccent = { hue: 242, tint: 1 }

/** Reads `theme`, `accent`, `limit`, `media` and `lang`. */
export function readEmbedOptions(query: URLSearchParams): EmbedOptions {
  const theme = query.get('theme')
  const limit = /^\d{1,4}$/.test(query.get('limit') ?? '') ? Number(query.get('limit')) : usualPosts
  const wanted = query.get('lang')?.toLowerCase().split('-')[0]
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    accent: readAccent(query.get('accent') ?? ''),
    limit: Math.min(Math.max(limit, 1), mostPosts),
    hasMedia: !/^(0|no|none|false|off)$/i.test(query.get('media') ?? ''),
    lang: embedLanguages.find((lang) => lang === wanted) ?? 'en',
  }
}

/** The query that says `options` and nothing else: one for everything that looks the same. */
export function writeEmbedOptions({ theme, accent, limit, hasMedia, lang }: EmbedOptions): URLSearchParams {
  const query = new URLSearchParams()
  if (theme !== 'auto') query.set('theme', theme)
  const { hue, tint } = accent
  if (hue !== usualAccent.hue || tint !== usualAccent.tint) query.set('accent', nameAccent(accent))
  if (limit !== usualPosts) query.set('limit', String(limit))
  if (!hasMedia) query.set('media', '0')
  if (lang !== 'en') query.set('lang', lang)
  return query
}

function nameAccent({ hue, tint }: EmbedOptions['accent']): string {
  const known = Object.entries(accentNames).find(([, each]) => each.hue === hue && each.tint === tint)
  return known?.[0] ?? `${hue}-${Math.round(tint * 100)}`
}

/**
 * A name, a colour in hexadecimal digits, or `hue-percent`. Of a colour only hue and strength are taken: lightness
 * belongs to the theme, so that text in any accent can be read.
 */
function readAccent(text: string): EmbedOptions['accent'] {
  const known = Object.hasOwn(accentNames, text) ? accentNames[text] : undefined
  if (known) return known
  const [, hue, percent] = /^(\d{1,3})-(\d{1,3})$/.exec(text) ?? []
  if (hue !== undefined && Number(hue) < 360 && Number(percent) <= 100) {
    return { hue: Number(hue), tint: Number(percent) / 100 }
  }
  const [, digits] = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(text) ?? []
  if (digits === undefined) return usualAccent
  const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? [])
  return toAccent(pairs.map((pair) => Number.parseInt(pair, 16) / 255))
}

/** Of sRGB (0 to 1 each): CSS Color 4 §18, "Sample code for color conversions". */
function toAccent([red = 0, green = 0, blue = 0]: number[]): EmbedOptions['accent'] {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const across = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const along = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  const tint = Math.round(Math.min(1, Math.hypot(across, along) / 0.125) * 100) / 100
  const degrees = Math.round((Math.atan2(along, across) * 180) / Math.PI + 360) % 360
  return { hue: tint < 0.05 ? usualAccent.hue : degrees, tint }
}
