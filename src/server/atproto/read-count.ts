// A number that upstream counted.

/** `value` where it is a count, 0 where it is not. */
export function readCount(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(0, value as number) : 0
}
