// How a handle is written.
import type { Actor } from '#types/actor.ts'

/** "@ines.test", or words where the handle names nobody: then only the DID leads to them. */
export function nameHandle({ did, handle }: Actor): string {
  return handle === did ? 'Invalid handle' : `@${handle}`
}
