// Times in the languages of embeds.
import type { EmbedLanguage } from '#types/embed-options.ts'
import { relativeTime } from './format-time.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago `iso` was at `now` (ms), as short as the language has it; the date from a week on. */
export function relativeIn(lang: EmbedLanguage, iso: string, now: number): string {
  if (lang === 'en') return relativeTime(iso, now)
  const age = Math.max(0, now - Date.parse(iso))
  const words = new Intl.RelativeTimeFormat(lang, { style: 'narrow', numeric: 'auto' })
  if (age < minute) return words.format(0, 'second')
  if (age < hour) return words.format(-Math.floor(age / minute), 'minute')
  if (age < day) return words.format(-Math.floor(age / hour), 'hour')
  if (age < 7 * day) return words.format(-Math.floor(age / day), 'day')
  const isThisYear = new Date(iso).getUTCFullYear() === new Date(now).getUTCFullYear()
  const year = isThisYear ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'short', ...year, timeZone: 'UTC' }).format(
    new Date(iso),
  )
}

/** Day and minute in UTC. */
export function absoluteIn(lang: EmbedLanguage, iso: string): string {
  const format = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${format.format(new Date(iso))} UTC`
}
