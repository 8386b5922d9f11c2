// Sealed rows of `credentials`, one store a kind. A token set that cannot be written is kept until it can be.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { MainDatabase } from '#db/client.ts'
import { deleteCredential, findCredential, saveCredential } from '#db/queries/credentials.ts'
import type { Leases } from '../create-leases.ts'
import { type SealingKey, seal, unseal } from './seal.ts'

export type CredentialStore<Value> = {
  get: (did: string) => Promise<Value | undefined>
  set: (did: string, value: Value) => Promise<void>
  del: (did: string) => Promise<void>
  /** Runs what changes somebody's credential while nobody else does. */
  alone: <Result>(did: string, act: () => Promise<Result>) => Promise<Result>
}

type Tools = { main: MainDatabase; log: Logger; key: SealingKey; leases?: Leases; now: () => number }

/** Pauses between attempts to write, in ms. The last one repeats until the row is written. */
const pauses = [10, 50, 200, 1000, 5000]

/**
 * The store for one kind of credential.
 *
 * `set` never fails: the OAuth library answers a failed `set` during a refresh by revoking the person's session, and
 * a rotated app-password token that is lost cannot be had again. After a second without success the sealed value
 * stays in memory, where `get` finds it, and writing goes on in the background.
 */
export function createCredentialStore<Value>(
  { main, log, key, leases, now }: Tools,
  kind: 'oauth' | 'password',
): CredentialStore<Value> {
  const unwritten = new Map<string, string>()
  const place = (did: string) => `credentials ${kind} ${did}`

  async function tryWrite(did: string, sealed: string): Promise<boolean> {
    try {
      await saveCredential(main, { did, kind, sealed, updatedAt: now() })
      if (unwritten.get(did) === sealed) unwritten.delete(did)
      return true
    } catch (error) {
      log.error({ err: error, did, kind }, 'credential not written; kept in memory and tried again')
      return false
    }
  }

  async function keepTrying(did: string, sealed: string, attempt: number): Promise<void> {
    const wait = pauses[Math.min(attempt, pauses.length - 1)]
    await pause(wait, undefined, { ref: false })
    if (unwritten.get(did) !== sealed || (await tryWrite(did, sealed))) return
    return keepTrying(did, sealed, attempt + 1)
  }

  /** A row that this box's key does not open is as good as none: its person signs in again, which replaces it. */
  function open(did: string, sealed: string): Value | undefined {
    try {
      return unseal(key, place(did), sealed) as Value
    } catch (error) {
      log.error({ err: error, did, kind }, 'credential cannot be unsealed: was the sealing key replaced?')
      return undefined
    }
  }

  return {
    async get(did) {
      const sealed = unwritten.get(did) ?? (await findCredential(main, did, kind))
      return sealed === undefined ? undefined : open(did, sealed)
    },
    async set(did, value) {
      const sealed = seal(key, place(did), value)
      unwritten.set(did, sealed)
      if (await tryWrite(did, sealed)) return
      await Promise.race([keepTrying(did, sealed, 0), pause(1000)])
    },
    async del(did) {
      unwritten.delete(did)
      await deleteCredential(main, did, kind)
    },
    alone: (did, act) => (leases ? leases.alone(`${kind} ${did}`, act) : act()),
  }
}
