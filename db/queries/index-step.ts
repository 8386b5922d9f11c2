// One statement of a transaction of the index.
import type { InValue } from '@libsql/client'

/**
 * `feedId` and `userDid` mark a statement whose new rows are counted, `joins` one that returns the feeds that posts came
 * into (negative: wait for), `counts` one that returns what kept posts have got,
 * `windowCounts` what posts of the window have got.
 */
export type Step = {
  sql: string
  args: InValue[]
  feedId?: number
  userDid?: string
  joins?: boolean
  counts?: boolean
  windowCounts?: boolean
}

export function step(sql: string, ...args: InValue[]): Step {
  return { sql, args }
}
