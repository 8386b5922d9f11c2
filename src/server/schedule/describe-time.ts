// A time as somebody reads it who scheduled something: "Saturday 21 November 2026 at 16:07".

/** What clocks in `timeZone` show at `moment` (ms); in UTC where this machine does not know the zone. */
export function describeTime(moment: number, timeZone: string): string {
  const format = { timeZone, dateStyle: 'full', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat('en-GB', format).format(moment)
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(moment)
  }
}
