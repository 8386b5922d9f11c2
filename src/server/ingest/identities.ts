// Identities of authors: asked for when needed, kept for a while, patient with a directory that is down.
import { setTimeout as pause } from 'node:timers/promises'
import { type BackOff, waitAfter } from './keep-connected.ts'
import type { DidDocument } from './read-did-document.ts'
import { createRecentMap } from './recent-map.ts'
import type { Resolution } from './resolve-did.ts'

export type Identities = {
  /**
   * The document of `did`. While the did:plc directory is down this waits, however long; a host that does not answer,
   * or one entry of a directory that answers otherwise, is given up after `patience` ms.
   */
  find: (did: string, options?: { fresh?: boolean }) => Promise<Resolution>
  /** One try, no waiting. */
  tryOnce: (did: string) => Promise<Resolution>
  /** What is known of `did` may not hold any more. */
  forget: (did: string) => void
}

type Options = {
  resolve: (did: string) => Promise<Resolution>
  now: () => number
  signal: AbortSignal
  /** In ms. */
  patience?: number
  backOff?: BackOff
}

const concurrency = 8
/** A document is asked for again at most this often for a signature that does not fit, in ms. */
const freshness = 5000

/** Makes the look-up. Every wait ends with an AbortError when `signal` says so. */
export function createIdentities(options: Options): Identities {
  const { resolve, now, signal, patience = 20_000, backOff = { first: 500, most: 30_000 } } = options
  const documents = createRecentMap<string, { document: DidDocument; at: number }>(10_000)
  const asking = new Map<string, Promise<Resolution>>()
  // Hosts of did:web are anybody's: slow ones must not keep the directory waiting.
  const slots = { plc: createSlots(concurrency), web: createSlots(concurrency) }
  let directory = { failures: 0, lastAnswer: 0, outage: undefined as Promise<void> | undefined }

  const waitFor = (failures: number) => pause(waitAfter(failures, backOff), undefined, { signal })

  async function tryOnce(did: string): Promise<Resolution> {
    const isPlc = did.startsWith('did:plc:')
    const release = await slots[isPlc ? 'plc' : 'web']()
    try {
      if (isPlc) while (directory.outage) await directory.outage
      signal.throwIfAborted()
      const result = await resolve(did)
      noteDirectory(did, result)
      if ('document' in result) documents.set(did, { document: result.document, at: now() })
      return result
    } finally {
      release()
    }
  }

  function noteDirectory(did: string, result: Resolution): void {
    if (!did.startsWith('did:plc:')) return
    if (!('failed' in result) || result.failed === 'gone') {
      directory = { ...directory, failures: 0, lastAnswer: now() }
      return
    }
    // Those who were asking together failed together: that is one failure.
    if (directory.outage) return
    directory.failures++
    directory.outage = waitFor(directory.failures).finally(() => {
      directory.outage = undefined
    })
    directory.outage.catch(() => {})
  }

  async function ask(did: string): Promise<Resolution> {
    const started = now()
    for (let failures = 1; ; failures++) {
      const result = await tryOnce(did)
      if ('document' in result || result.failed === 'gone') return result
      const othersAnswered = result.failed === 'host' || directory.lastAnswer > started
      if (othersAnswered && now() - started >= patience) return result
      await waitFor(failures)
    }
  }

  return {
    tryOnce,
    forget: (did) => void documents.delete(did),
    async find(did, { fresh = false } = {}) {
      const known = documents.get(did)
      if (known && !(fresh && now() - known.at > freshness)) return { document: known.document }
      const running = asking.get(did)
      if (running) return running
      const started = ask(did).finally(() => asking.delete(did))
      asking.set(did, started)
      return started
    },
  }
}

/** At most `count` at a time, in the order they came. */
function createSlots(count: number): () => Promise<() => void> {
  const waiting: (() => void)[] = []
  let free = count
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return async () => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    return release
  }
}
