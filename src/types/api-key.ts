// A key of /api, as its owner sees it.

/** `hint` is how the key begins; the rest is known to nobody but whoever has it. Times are ISO 8601 in UTC. */
export type ApiKey = {
  id: number
  name: string
  hint: string
  mayWrite: boolean
  createdAt: string
  /** Absent for a key that lives until it is removed. */
  expiresAt?: string | undefined
  /** Absent for one that was never used. */
  lastUsedAt?: string | undefined
  hasExpired: boolean
}
