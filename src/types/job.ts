// What the box does by itself, and the backups it has.

/** Times are ISO; `result` says how the last run went. */
export type ShownJob = {
  name: string
  description: string
  process: string
  lastRun: string | undefined
  nextRun: string | undefined
  /** ms */
  took: number | undefined
  state: 'good' | 'bad' | 'waiting'
  result: string
}

/** How older posts of a feed are fetched. */
export type ShownBackfill = {
  feedId: number
  title: string
  state: string
  done: number
  total: number
  found: number
  note: string
  updated: string
}

export type ShownBackup = { name: string; made: string; bytes: number; isSealed: boolean }

export type BackupsPage = {
  backups: ShownBackup[]
  /** Where they lie. */
  folder: string
  everyHours: number
  keep: number
  /** Whether new ones are sealed. */
  isSealed: boolean
  isRunning: boolean
  /** Why the last one that was asked for was not made. */
  problem: string | undefined
}
