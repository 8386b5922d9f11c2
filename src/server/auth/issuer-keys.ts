// Signing keys of those who sign service tokens. Whoever calls us picks the DID, so look-ups are counted and bounded.

type Options = {
  /** Looks a DID up on the network: its atproto signing key as did:key. Bounded in time. */
  resolve: (did: string) => Promise<string>
  /** ms */
  now: () => number
}

const keyLife = 3_600_000
const failureLife = 60_000
const refreshAfter = 60_000
const windowLength = 60_000
/** An AppView asks for all its people from few addresses; an attacker needs far more than this to hurt. */
export const lookupsAllowed = 300
const lookupsAtOnce = 32
const remembered = 20_000

type Entry = { at: number; key: string | undefined }

/**
 * A source of keys with a cache (an hour; failures a minute), one look-up a DID at a time, at most 32 at once, and at
 * most `lookupsAllowed` a minute for one `caller`.
 * @returns a function that rejects when there is no key or no allowance left. `fresh` asks again when what is known is
 *   older than a minute.
 */
export function createIssuerKeys({ resolve, now }: Options) {
  const entries = new Map<string, Entry>()
  const underWay = new Map<string, Promise<string>>()
  let window = { began: 0, counts: new Map<string, number>() }

  const isAllowed = (caller: string): boolean => {
    if (now() - window.began >= windowLength) window = { began: now(), counts: new Map() }
    const count = (window.counts.get(caller) ?? 0) + 1
    window.counts.set(caller, count)
    return count <= lookupsAllowed
  }

  const keep = (did: string, key: string | undefined) => {
    entries.delete(did)
    entries.set(did, { at: now(), key })
    const oldest = entries.keys().next()
    if (entries.size > remembered && !oldest.done) entries.delete(oldest.value)
  }

  const lookUp = async (did: string): Promise<string> => {
    try {
      const key = await resolve(did)
      keep(did, key)
      return key
    } catch (cause) {
      keep(did, undefined)
      throw new Error(`The DID document of ${did} could not be read`, { cause })
    } finally {
      underWay.delete(did)
    }
  }

  return async (did: string, { fresh, caller }: { fresh: boolean; caller: string }): Promise<string> => {
    const entry = entries.get(did)
    const age = entry === undefined ? Number.POSITIVE_INFINITY : now() - entry.at
    if (entry?.key !== undefined && age < (fresh ? refreshAfter : keyLife)) return entry.key
    if (entry !== undefined && entry.key === undefined && age < failureLife) {
      throw new Error(`The DID document of ${did} could not be read a moment ago`)
    }
    const waiting = underWay.get(did)
    if (waiting !== undefined) return waiting
    if (!isAllowed(caller) || underWay.size >= lookupsAtOnce) throw new Error('Too many DIDs to look up')
    const lookup = lookUp(did)
    underWay.set(did, lookup)
    return lookup
  }
}

export type IssuerKeys = ReturnType<typeof createIssuerKeys>
