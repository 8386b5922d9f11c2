// One statement of a transaction of the index.
import type { InValue } from '@libsql/client'

/**
 * `feedId` and `userDid` mark a statement whose new rows are counted, `counts` one that returns what kept posts have got,
 * `windowCounts` what posts of the window have got.
 */
export type Step = {
  sql: string
  args: InValue[]
  feedId?: number
  userDid?: string
  counts?: boolean
  windowCounts?: boolean
}

export function step(sql: string, ...args: InValue[]): Step {
  return { sql, args }
}
