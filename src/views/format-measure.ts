// Numbers as people read them.
import type { Measure } from '#types/dashboard.ts'

/** `value` in its measure: `1,204`, `3.2 a minute`, `145 MB`, `2.4 s`, `98 %`. */
export function formatMeasure(value: number, measure: Measure): string {
  switch (measure) {
    case 'bytes':
      return formatBytes(value)
    case 'ms':
      return formatTime(value)
    case 'share':
      return `${roundTo(value * 100)} %`
    default:
      return roundTo(value)
  }
}

/** Bytes as `812 kB`, `145 MB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['kB', 1e3]
  return `${roundTo(bytes / Number(size))} ${unit}`
}

function formatTime(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${roundTo(ms / 1000)} s`
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`
}

/** One place behind the point below ten, none from there on. */
function roundTo(value: number): string {
  return value !== 0 && Math.abs(value) < 10
    ? value.toFixed(1).replace(/\.0$/, '')
    : Math.round(value).toLocaleString('en')
}
