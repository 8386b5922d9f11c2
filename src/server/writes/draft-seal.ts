// Shows that a form was made for somebody: what it holds may be kept for them when their session has ended meanwhile.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'
import { keepSecretKey } from '../secrets.ts'

/** `<user>.<signature>`: lets its bearer write the draft `id` of that person, and nothing else. */
export function sealDraft(config: Config, userId: number, id: string): string {
  return `${userId}.${sign(config, userId, id)}`
}

/** Whose the draft `id` is; undefined when the seal is not ours. */
export function readDraftSeal(config: Config, id: string, seal: string): number | undefined {
  const [user = '', signature = ''] = seal.split('.')
  const userId = Number(user)
  if (!Number.isSafeInteger(userId) || userId <= 0) return undefined
  const expected = Buffer.from(sign(config, userId, id))
  const found = Buffer.from(signature)
  return expected.length === found.length && timingSafeEqual(expected, found) ? userId : undefined
}

function sign(config: Config, userId: number, id: string): string {
  const key = keepSecretKey(config.dataDir, 'draft-key')
  return createHmac('sha256', key).update(`draft ${userId} ${id}`).digest('base64url')
}
