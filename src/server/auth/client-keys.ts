// The keys that prove to servers who this box is (private_key_jwt, ES256), and their rotation.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { keepSecret } from '../secrets.ts'

const day = 24 * 60 * 60 * 1000
/** How long a key signs for new sessions, in ms. */
const active = 365 * day
/** How long it is kept after that, in ms. A session ends with the key it was made with, so this is not short. */
const kept = 180 * day

const privateJwk = z.looseObject({ kid: z.string(), kty: z.literal('EC'), crv: z.literal('P-256'), d: z.string() })
const clientKeys = z.array(z.object({ createdAt: z.number(), jwk: privateJwk })).min(1)
export type ClientKey = z.infer<typeof clientKeys>[number]

export function makeClientKey(now: number): ClientKey {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return { createdAt: now, jwk: privateJwk.parse({ ...jwk, kid: randomUUID(), alg: 'ES256' }) }
}

/** The keys to have at `now`, newest first: a new one a year, each kept 180 days after it was succeeded. */
export function rotateClientKeys(keys: ClientKey[], now: number): ClientKey[] {
  const sorted = keys.toSorted((a, b) => b.createdAt - a.createdAt)
  const [newest] = sorted
  const current = newest && now - newest.createdAt < active ? sorted : [makeClientKey(now), ...sorted]
  return current.filter((_, place) => {
    const successor = current[place - 1]
    return !successor || now - successor.createdAt < kept
  })
}

/**
 * Reads the keys of this box, made on first run and rotated when they are due.
 * @throws Error when the file is not what was written: a new key would end every session, so nothing is replaced
 */
export function readClientKeys(dataDir: string, now: number): ClientKey[] {
  const name = 'oauth-client-keys.json'
  const keys = clientKeys.parse(JSON.parse(keepSecret(dataDir, name, () => JSON.stringify([makeClientKey(now)]))))
  const rotated = rotateClientKeys(keys, now)
  if (rotated.length === keys.length && rotated.every(({ jwk }) => keys.some((key) => key.jwk.kid === jwk.kid))) {
    return rotated
  }
  const file = join(dataDir, 'secrets', name)
  writeFileSync(`${file}.new`, JSON.stringify(rotated), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return clientKeys.parse(JSON.parse(readFileSync(file, 'utf8')))
}
