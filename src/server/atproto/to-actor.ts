// AppView profile views → Actor.
import type { Actor } from '#types/actor.ts'
import { tameName } from './tame-text.ts'
import { safeHref } from './to-segments.ts'

/** What every profile view has (app.bsky.actor.defs#profileViewBasic and its larger siblings). */
export type ProfileLike = { did: string; handle: string; displayName?: string; avatar?: string }

/** The address of a person's page: by handle, or by DID where the handle does not resolve. */
export function actorHref(did: string, handle: string): string {
  return `/profile/${isHandle(handle) ? handle : did}`
}

/** @throws TypeError when `view` names nobody */
export function toActor(view: ProfileLike): Actor {
  if (typeof view.did !== 'string' || typeof view.handle !== 'string') throw new TypeError('not a profile view')
  const handle = isHandle(view.handle) ? view.handle : view.did
  const name = tameName(view.displayName ?? '')
  const avatar = safeHref(view.avatar)
  return {
    did: view.did,
    handle,
    name: name === '' ? handle : name,
    href: actorHref(view.did, handle),
    ...(avatar ? { avatar } : {}),
  }
}

function isHandle(handle: string): boolean {
  return handle !== 'handle.invalid' && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(handle)
}
