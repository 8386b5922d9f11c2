// One statement of a transaction of the index.
import type { InValue } from '@libsql/client'

/** `feedId` and `userDid` mark a statement whose new rows are counted, `counts` one that returns what posts have got. */
export type Step = { sql: string; args: InValue[]; feedId?: number; userDid?: string; counts?: boolean }

export function step(sql: string, ...args: InValue[]): Step {
  return { sql, args }
}
