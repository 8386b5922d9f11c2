// When accounts were made, as the did:plc directory says: asked for when a feed asks, known a moment later.
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { createJsonAsker } from './ask-json.ts'
import { createRecentMap } from './recent-map.ts'

/** Accounts that are remembered, and that may wait to be asked for. */
const bounds = { accounts: 50_000, waiting: 5000 }
/** In ms: between two questions, after a refusal or no answer, until somebody whom the directory does not know is asked for again. */
const times = { pace: 100, rest: 30_000, unknown: 3600_000 }
const plcDid = /^did:plc:[a-z2-7]{24}$/

/** @param onKnown told of each account once it is known: posts were matched without it */
export function createAccountAges({ config, log, now }: Context, onKnown: (did: string) => void, signal: AbortSignal) {
  const known = createRecentMap<string, number>(bounds.accounts)
  const unknown = createRecentMap<string, number>(bounds.accounts)
  const waiting = new Set<string>()
  const ask = createJsonAsker({ bytes: 1_000_000, milliseconds: 5000 })
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    for (const did of waiting) {
      if (signal.aborted) break
      const answer = await ask(`${config.plcUrl}/${did}/log/audit`).catch(() => undefined)
      if (answer === undefined || answer.status === 429 || answer.status >= 500) {
        log.debug({ did, status: answer?.status }, 'age of an account not asked for; trying again')
        await rest(times.rest)
        // It stands at the end now.
        waiting.delete(did)
        waiting.add(did)
        continue
      }
      waiting.delete(did)
      const createdAt = readCreation(answer.body)
      if (createdAt === undefined) unknown.set(did, now())
      else {
        known.set(did, createdAt)
        onKnown(did)
      }
      await rest(times.pace)
    }
    isRunning = false
  }

  const rest = (time: number) => pause(time, undefined, { signal, ref: false }).catch(() => {})

  return {
    /** ms; undefined while nobody has said so. Of a did:web nobody can. */
    of(did: string): number | undefined {
      const createdAt = known.get(did)
      if (createdAt !== undefined) return createdAt
      const isAsked = waiting.has(did) || now() - (unknown.get(did) ?? Number.NEGATIVE_INFINITY) < times.unknown
      if (isAsked || waiting.size >= bounds.waiting || !plcDid.test(did)) return undefined
      waiting.add(did)
      if (!isRunning) void run()
      return undefined
    },
  }
}

/** The time of the first operation of an account's log (did:plc specification, /log/audit); undefined when it has none. */
export function readCreation(log: unknown): number | undefined {
  const first: unknown = Array.isArray(log) ? log[0] : undefined
  const { createdAt } = { ...(first as { createdAt?: unknown }) }
  const at = typeof createdAt === 'string' ? Date.parse(createdAt) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
