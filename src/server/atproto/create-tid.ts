// Timestamp identifiers (atproto.com/specs/tid).
import { createHash, randomInt } from 'node:crypto'

const digits = '234567abcdefghijklmnopqrstuvwxyz'
const [digitTwo, letterA] = ['2', 'a'].map((digit) => digit.charCodeAt(0)) as [number, number]

/** A TID for `now` (ms) with random microseconds and clock id: two of the same millisecond differ. */
export function createTid(now: number): string {
  return write(BigInt(now) * 1000n + BigInt(randomInt(1000)), BigInt(randomInt(1024)))
}

/** Whether a TID is of a later time than `time` ms. Asked with every event, so nothing is made for it. */
export function isTidAfter(tid: string, time: number): boolean {
  let microseconds = 0
  for (let at = 0; at < 11; at++) {
    const code = tid.charCodeAt(at)
    microseconds = microseconds * 32 + (code < letterA ? code - digitTwo : code - letterA + 6)
  }
  return microseconds > Math.floor(time) * 1000
}

/** The TID of `time` ms with clock id 0: revisions compare with it as text. */
export function tidOf(time: number): string {
  let rest = Math.floor(time) * 1000
  let tid = '22'
  for (let at = 0; at < 11; at++) {
    const above = Math.floor(rest / 32)
    tid = (digits[rest - above * 32] as string) + tid
    rest = above
  }
  return tid
}

/** A TID of the same millisecond as `tid`, always the same one for the same `text`. */
export function deriveTid(tid: string, text: string): string {
  const hash = createHash('sha256').update(`${tid}\n${text}`).digest()
  return tid.slice(0, -4) + [...hash.subarray(0, 4)].map((byte) => digits[byte & 31]).join('')
}

export function isTid(value: string): boolean {
  return /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(value)
}

function write(microseconds: bigint, clock: bigint): string {
  let value = (microseconds << 10n) + clock
  let tid = ''
  for (let at = 0; at < 13; at += 1) {
    tid = digits[Number(value & 31n)] + tid
    value >>= 5n
  }
  return tid
}
