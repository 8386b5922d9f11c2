// Sealed rows of `oauth_states`: PKCE verifiers and DPoP keys of requests under way, gone after an hour.
import type { Logger } from 'pino'
import type { MainDatabase } from '#db/client.ts'
import { deleteOauthState, findOauthState, saveOauthState } from '#db/queries/oauth-states.ts'
import { type SealingKey, seal, unseal } from './seal.ts'

export type StateStore<Value> = {
  get: (key: string) => Promise<Value | undefined>
  set: (key: string, value: Value) => Promise<void>
  del: (key: string) => Promise<void>
}

/** How long somebody may take at their server, in ms. */
const lifetime = 60 * 60 * 1000

export function createStateStore<Value>({
  main,
  log,
  key: sealingKey,
  now,
}: {
  main: MainDatabase
  log: Logger
  key: SealingKey
  now: () => number
}): StateStore<Value> {
  const place = (key: string) => `oauth_states ${key}`

  /** A row that this box's key does not open is as good as none: its person begins again. */
  function open(key: string, sealed: string): Value | undefined {
    try {
      return unseal(sealingKey, place(key), sealed) as Value
    } catch (error) {
      log.error({ err: error }, 'sign-in under way cannot be unsealed: was the sealing key replaced?')
      return undefined
    }
  }

  return {
    async get(key) {
      const sealed = await findOauthState(main, key, now())
      return sealed === undefined ? undefined : open(key, sealed)
    },
    async set(key, value) {
      const row = { key, sealed: seal(sealingKey, place(key), value), expiresAt: now() + lifetime }
      await saveOauthState(main, row, now())
    },
    async del(key) {
      await deleteOauthState(main, key)
    },
  }
}
