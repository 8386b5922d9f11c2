// What push messages need for as long as `web` lives.
import { nameKey, type SealingKey } from '../auth/seal.ts'
import type { Config } from '../config.ts'
import { readSealingKey } from '../secrets.ts'
import { createSendPush, type SendPush } from './send-push.ts'
import { readVapidKeys } from './vapid-keys.ts'

export type Push = {
  /** Seals where browsers want to be told. */
  key: SealingKey
  /** What a browser asks its push service with, base64url. */
  publicKey: string
  send: SendPush
}

export function createPush(config: Config): Push {
  const keys = readVapidKeys(config.dataDir)
  const key = nameKey(readSealingKey(config.dataDir))
  return { key, publicKey: keys.publicKey, send: createSendPush(config, keys) }
}
