// What a check of `skypanel doctor` finds.

/** `cure` says what to do, wherever something is to be done. */
export type Finding = { name: string; state: 'good' | 'doubtful' | 'bad'; found: string; cure?: string }

export function good(name: string, found: string): Finding {
  return { name, state: 'good', found }
}

export function doubtful(name: string, found: string, cure: string): Finding {
  return { name, state: 'doubtful', found, cure }
}

export function bad(name: string, found: string, cure: string): Finding {
  return { name, state: 'bad', found, cure }
}

/** What an error says, with the reason below it that `fetch` hides. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
