// Timestamp identifiers (atproto.com/specs/tid).
import { randomInt } from 'node:crypto'

const digits = '234567abcdefghijklmnopqrstuvwxyz'

/** A TID for `now` (ms) with random microseconds and clock id: two of the same millisecond differ. */
export function createTid(now: number): string {
  let value = (BigInt(now) * 1000n + BigInt(randomInt(1000))) * 1024n + BigInt(randomInt(1024))
  let tid = ''
  for (let at = 0; at < 13; at += 1) {
    tid = `${digits[Number(value % 32n)]}${tid}`
    value /= 32n
  }
  return tid
}

export function isTid(value: string): boolean {
  return /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(value)
}
