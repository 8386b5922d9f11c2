// Times on somebody's wall ↔ moments. `YYYY-MM-DDTHH:MM` is what a field of type datetime-local says.

const shape = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::\d\d(?:\.\d+)?)?$/

/**
 * The moment (ms) at which clocks in `timeZone` show `local`. Of an hour that is there twice the first is meant; one that
 * clocks leap over is taken as if they had not.
 * @returns undefined when it is no time, or the zone is none
 */
export function toMoment(local: string, timeZone: string): number | undefined {
  const match = shape.exec(local.trim())
  const wall = match ? Date.parse(`${match[0].slice(0, 16)}:00Z`) : Number.NaN
  if (Number.isNaN(wall)) return undefined
  try {
    const day = 24 * 3600_000
    const moments = [wall - day, wall + day].map((near) => wall - offsetAt(near, timeZone))
    return moments.find((moment) => moment + offsetAt(moment, timeZone) === wall) ?? moments[0]
  } catch {
    return undefined
  }
}

/** What clocks in `timeZone` show at `moment` (ms). @throws RangeError when there is no such zone */
export function toLocal(moment: number, timeZone: string): string {
  return new Date(moment + offsetAt(moment, timeZone)).toISOString().slice(0, 16)
}

/** How far clocks are ahead of UTC, in ms. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(moment / 1000) * 1000
}
