// Times and counts in words.

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

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
  const label = `${date.getUTCDate()} ${months[date.getUTCMonth()]?.slice(0, 3)}`
  return date.getUTCFullYear() === new Date(now).getUTCFullYear() ? label : `${label} ${date.getUTCFullYear()}`
}

/** "21 November 2026 at 09:14 UTC". Written out: `Intl` takes ten times as long, and every post has one. */
export function absoluteTime(iso: string): string {
  const date = new Date(iso)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${dayOf(date)} at ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`
}

/** "21 November 2026". */
export function absoluteDay(iso: string): string {
  return dayOf(new Date(iso))
}

function dayOf(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** "09:14 UTC" when `iso` is on the day of `now` (ms), with the day otherwise. */
export function clockTime(iso: string, now: number): string {
  const isToday = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10)
  return isToday ? `${iso.slice(11, 16)} UTC` : absoluteTime(iso)
}

/** 1204 → "1,204"; from ten thousand on "12K". */
export function formatCount(count: number): string {
  if (count < 1000) return String(count)
  if (count < 10_000) return count.toLocaleString('en')
  return count.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 })
}

/** "1 like", "1,204 likes". */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`
}
