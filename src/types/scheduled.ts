// What /scheduled shows.
import type { DraftProblem, DraftSummary } from './draft.ts'

/** `at` is ISO 8601 in UTC; `failure` says why it is not posted yet, or was not. */
export type ScheduledPost = {
  draft: DraftSummary
  at: string
  /** As clocks in `timeZone` show it: "Sat 21 Nov 2026, 16:07". */
  local: string
  timeZone: string
  state: 'waiting' | 'failed' | 'posted'
  failure?: string | undefined
  /** Of the thread, once it is posted. */
  href?: string | undefined
}

/** The form that says when: `at` as a datetime-local field has it. */
export type ScheduleForm = {
  draft: DraftSummary
  at: string
  timeZone: string
  timeZones: string[]
  isScheduled: boolean
  problems: DraftProblem[]
}
