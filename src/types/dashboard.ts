// What the first page of the administration shows.

/** How a number is to be written. A rate is per minute, a pace per second, a share from 0 to 1. */
export type Measure = 'count' | 'rate' | 'pace' | 'bytes' | 'ms' | 'share'

/** One value over time. A point that nobody knows is null: nothing ran then. `isLowBad`: the lowest is what matters. */
export type Chart = {
  name: string
  title: string
  measure: Measure
  isLowBad?: boolean
  points: (number | null)[]
}

/** A number as it is now; undefined where nobody knows. `note` says more, `isBad` that somebody should look. */
export type Figure = {
  label: string
  value: number | undefined
  measure: Measure
  note?: string | undefined
  isBad?: boolean | undefined
}

export type DashboardSpan = 'day' | 'week' | 'quarter'

export type DashboardGroup = { name: string; title: string; figures: Figure[]; charts: Chart[] }

export type Dashboard = {
  span: DashboardSpan
  /** From when to when the charts are, in ms. */
  from: number
  to: number
  /** A newer version than the one that runs. */
  update: { version: string; page: string | undefined } | undefined
  checks: { name: string; ok: boolean; says: string }[]
  groups: DashboardGroup[]
}
