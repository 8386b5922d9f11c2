// One statement of a transaction of the index.
import type { InValue } from '@libsql/client'

/** `feedId` and `userDid` mark a statement whose new rows are counted. */
export type Step = { sql: string; args: InValue[]; feedId?: number; userDid?: string }

export function step(sql: string, ...args: InValue[]): Step {
  return { sql, args }
}
