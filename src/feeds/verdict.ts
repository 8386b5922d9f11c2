// What a filter says of a post: now, and whether that can still change.

/**
 * Ordered, so that all of many is the least, any of many the greatest, and none the mirror image.
 * `no` and `yes` stay so. `notYet` can become true (likes are still to come), `still` can become false (it ages).
 */
export const verdicts = { no: 0, notYet: 1, still: 2, yes: 3 } as const

export type Verdict = (typeof verdicts)[keyof typeof verdicts]

export function mirror(verdict: Verdict): Verdict {
  return (3 - verdict) as Verdict
}

/** For good. */
export function settle(holds: boolean): Verdict {
  return holds ? verdicts.yes : verdicts.no
}

/** As long as nothing changes. */
export function forNow(holds: boolean): Verdict {
  return holds ? verdicts.still : verdicts.notYet
}

/** Whether the post is in the feed now. */
export function isIn(verdict: Verdict): boolean {
  return verdict >= verdicts.still
}
