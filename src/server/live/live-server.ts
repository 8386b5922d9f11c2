// What a /live server is, whichever library carries it, and the rules that both keep.

/** `address` is who the proxy in front says is there: the server listens on loopback only. */
export type LiveRules = {
  /** The one origin whose pages may connect. */
  origin: string
  /** Under which name is published what `topic` says to whoever sends this `Cookie` header; undefined for nothing. */
  findChannel: (topic: string, cookie: string | undefined) => string | undefined | Promise<string | undefined>
  /**
   * The name under which is published what is for the owner of this `Cookie` header only; undefined for nobody. They
   * ask for it as `notifications`: nobody can ask for somebody else's.
   */
  findOwnTopic?: (cookie: string | undefined) => Promise<string | undefined>
  /** Answered as JSON to GET /healthz. */
  health: () => unknown
}

export type LiveServer = {
  /** Which library carries it. */
  carrier: 'uws' | 'ws'
  /** Tells everybody who subscribed to `topic`. */
  publish: (topic: string, message: string) => void
  /** How many sockets are open. */
  sockets: () => number
  /** Ends every socket with 1001 (going away) and stops listening. */
  close: () => Promise<void>
}

export const liveLimits = {
  messageBytes: 4096,
  messagesPerSocket: 100,
  topicsPerSocket: 50,
  socketsPerAddress: 50,
  sockets: 10_000,
  /** Bytes a socket may lag behind before it is cut: who does not read would be held in memory. */
  backlogBytes: 64 * 1024,
  /** Seconds without a sign of life; pings go out in time. */
  idleSeconds: 120,
}

/**
 * Reads `{"subscribe": ["feed:42"]}`.
 * @returns undefined when it is anything else
 */
export function readSubscription(message: string): string[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('subscribe' in value)) return undefined
  const topics = value.subscribe
  if (!Array.isArray(topics) || topics.length > liveLimits.topicsPerSocket) return undefined
  return topics.every((topic) => typeof topic === 'string') ? topics : undefined
}

/** Counts sockets by address. Loopback is a proxy with many people behind it: only the total bounds it. */
export function createAdmission() {
  const counts = new Map<string, number>()
  let total = 0
  return {
    /** Takes a place, or returns false when there is none. */
    enter(address: string): boolean {
      const count = counts.get(address) ?? 0
      const crowded = !isLoopback(address) && count >= liveLimits.socketsPerAddress
      if (crowded || total >= liveLimits.sockets) return false
      counts.set(address, count + 1)
      total++
      return true
    },
    leave(address: string): void {
      const count = counts.get(address) ?? 0
      if (count > 1) counts.set(address, count - 1)
      else counts.delete(address)
      total--
    },
  }
}

/** The address that the nearest proxy saw: the last of X-Forwarded-For. */
export function addressOf(forwardedFor: string | undefined): string {
  return forwardedFor?.split(',').at(-1)?.trim() || '127.0.0.1'
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}
