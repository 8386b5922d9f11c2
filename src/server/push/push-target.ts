// Where a browser wants to be told, as its page says it: checked, sealed for the database, opened again.
import { createECDH, createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../app-error.ts'
import { type SealingKey, seal, unseal } from '../auth/seal.ts'

/** A PushSubscription of the Push API: the address of its push service and the keys of RFC 8291, base64url. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string }

const shape = z.object({
  endpoint: z.string().max(2000),
  p256dh: z.string().max(120).refine(isPoint),
  auth: z
    .string()
    .max(40)
    .refine((value) => Buffer.from(value, 'base64url').length === 16),
})

/**
 * Checks what a page sent. Push services are https; on a network of this machine http will do.
 * @throws AppError 400
 */
export function parsePushTarget(given: unknown, isPrivateAllowed: boolean): PushTarget {
  const { data } = shape.safeParse(given)
  const url = data && URL.canParse(data.endpoint) ? new URL(data.endpoint) : undefined
  const isFine = url?.protocol === 'https:' || (isPrivateAllowed && url?.protocol === 'http:')
  if (!data || !isFine || url.username || url.password) {
    throw new AppError(400, 'This browser did not say how it can be told.')
  }
  return data
}

/** Whether it is an uncompressed point on P-256. */
function isPoint(value: string): boolean {
  const bytes = Buffer.from(value, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) return false
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  try {
    pair.computeSecret(bytes)
    return true
  } catch {
    return false
  }
}

const placeOf = (endpointHash: string) => `push ${endpointHash}`

/** The SHA-256 of the endpoint finds a subscription again without saying where it leads. */
export function sealTarget(key: SealingKey, target: PushTarget): { endpointHash: string; sealed: string } {
  const endpointHash = createHash('sha256').update(target.endpoint).digest('hex')
  return { endpointHash, sealed: seal(key, placeOf(endpointHash), target) }
}

/** @throws Error when it was sealed with another key */
export function openTarget(key: SealingKey, row: { endpointHash: string; sealed: string }): PushTarget {
  return unseal(key, placeOf(row.endpointHash), row.sealed) as PushTarget
}
