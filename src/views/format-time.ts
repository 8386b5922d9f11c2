// Times and counts in words.

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
const longFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** How long ago `iso` was at `now` (ms): "now", "14 min", "3 h", "yesterday", "4 d", "3 Oct", "3 Oct 2023". */
export function relativeTime(iso: string, now: number): string {
  const time = Date.parse(iso)
  const age = now - time
  if (age < minute) return 'now'
  if (age < hour) return `${Math.floor(age / minute)} min`
  if (age < day) return `${Math.floor(age / hour)} h`
  if (age < 2 * day) return 'yesterday'
  if (age < 7 * day) return `${Math.floor(age / day)} d`
  const date = new Date(time)
  const label = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? label : `${label} ${date.getUTCFullYear()}`
}

/** "21 November 2026 at 09:14 UTC". */
export function absoluteTime(iso: string): string {
  return `${longFormat.format(new Date(iso))} UTC`
}

/** "21 November 2026". */
export function absoluteDay(iso: string): string {
  return dayFormat.format(new Date(iso))
}

/** "09:14 UTC" when `iso` is on the day of `now` (ms), with the day otherwise. */
export function clockTime(iso: string, now: number): string {
  const isToday = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return isToday ? `${iso.slice(11, 16)} UTC` : absoluteTime(iso)
}

/** 1204 → "1,204"; from ten thousand on "12K". */
export function formatCount(count: number): string {
  if (count < 10_000) return count.toLocaleString('en')
  return count.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
}

/** "1 like", "1,204 likes". */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}
