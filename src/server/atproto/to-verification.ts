// app.bsky.actor.defs#verificationState → who vouches for somebody.
import type { AppBskyActorDefs } from '@atproto/api'
import type { Verification } from '#types/profile.ts'
import { tameName } from './tame-text.ts'
import { actorHref } from './to-actor.ts'
import { isObject } from './to-embed.ts'
import { readVerifiedAs } from './to-person.ts'

/** Nobody reads more names than this. */
const maxNames = 20

/** Verifications that do not hold (any more) are left out; undefined for somebody who is not verified. */
export function toVerification(state: AppBskyActorDefs.VerificationState | undefined): Verification | undefined {
  const as = readVerifiedAs(state)
  if (!as) return undefined
  const all: unknown[] = Array.isArray(state?.verifications) ? state.verifications : []
  const by = all.slice(0, maxNames).flatMap((view) => {
    if (!isObject(view) || view.isValid !== true || typeof view.issuer !== 'string') return []
    const handle = typeof view.issuerHandle === 'string' ? view.issuerHandle : 'handle.invalid'
    const name = tameName(typeof view.issuerDisplayName === 'string' ? view.issuerDisplayName : '')
    const at =
      typeof view.createdAt === 'string' && !Number.isNaN(Date.parse(view.createdAt)) ? view.createdAt : undefined
    const fallback = handle === 'handle.invalid' ? view.issuer : `@${handle}`
    return [{ name: name || fallback, href: actorHref(view.issuer, handle), at }]
  })
  return { as, by }
}
