// Quiet hours: by the clock on somebody's wall.

/** In minutes after midnight, null for none. */
export type QuietHours = { quietFrom: number | null; quietUntil: number | null; timeZone: string }

/** Whether `now` (ms) lies in them; they may go over midnight. A zone that this machine does not know counts as UTC. */
export function isQuiet({ quietFrom, quietUntil, timeZone }: QuietHours, now: number): boolean {
  if (quietFrom === null || quietUntil === null || quietFrom === quietUntil) return false
  const minute = minuteOfDay(now, timeZone)
  if (quietFrom < quietUntil) return minute >= quietFrom && minute < quietUntil
  return minute >= quietFrom || minute < quietUntil
}

function minuteOfDay(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

/** Whether it is a name of the IANA time zone database that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name.length < 64
  } catch {
    return false
  }
}
