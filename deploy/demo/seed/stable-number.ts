// Chance that comes out the same every time.
import { createHash } from 'node:crypto'

/** A number from 0 (included) to 1 (excluded) that depends on `seed` alone. */
export function stableNumber(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32
}
