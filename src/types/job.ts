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

/** Whether it lies on this box, and in the store where there is one; undefined when that did not answer. */
export type ShownBackup = {
  name: string
  made: string
  bytes: number
  isSealed: boolean
  isHere: boolean
  isStored: boolean | undefined
}

export type BackupsPage = {
  backups: ShownBackup[]
  /** Where they lie. */
  folder: string
  everyHours: number
  keep: number
  /** Whether new ones are sealed. */
  isSealed: boolean
  isRunning: boolean
  /** Where they are sent as well; when the newest was (ISO); why they are not, or what is there is not known. */
  store: { place: string; sent: string | undefined; problem: string | undefined } | undefined
  /** Why the last one that was asked for was not made. */
  problem: string | undefined
}
