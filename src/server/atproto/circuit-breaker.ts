// Stops asking a host that has failed several times in a row, and tries again one question at a time.

export type CircuitBreaker = {
  /** How long (ms) `host` is to be left alone; 0 when it may be asked. A question that may be asked must be settled. */
  pauseOf(host: string, now: number): number
  /** The host gave an answer, whatever it was. */
  succeed(host: string): void
  /** The host gave none. */
  fail(host: string, now: number): void
}

type Circuit = { failures: number; openUntil: number; trialUntil: number }

type Options = {
  /** Failures in a row after which a host is left alone. */
  threshold?: number
  /** For how long at first, and at most (ms). It doubles with each further failure. */
  shortest?: number
  longest?: number
  /** How many hosts are remembered; the ones that failed longest ago are forgotten first. */
  capacity?: number
}

/** While a trial is under way nobody else asks, for this long (ms). */
const trial = 2000

export function createCircuitBreaker(options: Options = {}): CircuitBreaker {
  const { threshold = 5, shortest = 1000, longest = 30_000, capacity = 1000 } = options
  const circuits = new Map<string, Circuit>()
  return {
    pauseOf(host, now) {
      const circuit = circuits.get(host)
      if (!circuit || circuit.failures < threshold) return 0
      const pause = Math.max(circuit.openUntil, circuit.trialUntil) - now
      if (pause > 0) return pause
      circuit.trialUntil = now + trial
      return 0
    },
    succeed: (host) => void circuits.delete(host),
    fail(host, now) {
      const known = circuits.get(host)
      // Questions that were under way when the host was given up say nothing new.
      if (known && known.openUntil > now) return
      const failures = (known?.failures ?? 0) + 1
      const wait = Math.min(longest, shortest * 2 ** Math.max(0, failures - threshold))
      circuits.delete(host)
      circuits.set(host, { failures, openUntil: failures < threshold ? 0 : now + wait, trialUntil: 0 })
      const [oldest] = circuits.keys()
      if (circuits.size > capacity && oldest !== undefined) circuits.delete(oldest)
    },
  }
}
