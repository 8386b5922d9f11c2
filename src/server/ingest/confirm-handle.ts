// A handle for a new author within moments: confirmed, or confirmed later, or invalid.
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Config } from '../config.ts'
import type { GuardedFetch } from './resolve-did.ts'
import { createHandleCheck, invalidHandle } from './resolve-handle.ts'

/** How long a post waits for its author's handle, in ms. */
const patience = 1500

/** Makes the check. One that takes longer than a moment is written when it is done. */
export function createHandleConfirmer(
  config: Config,
  guardedFetch: GuardedFetch,
  write: (changes: IndexChange[]) => void,
) {
  const check = createHandleCheck(config, guardedFetch)
  return async (did: string, handle: string | undefined): Promise<string> => {
    if (handle === undefined) return invalidHandle
    let late = false
    const checked = check(handle, did).then((confirmed) => {
      if (late && confirmed) write([{ type: 'handle', did, handle }])
      return confirmed ? handle : invalidHandle
    })
    return Promise.race([
      checked,
      new Promise<string>((resolve) => {
        const timer = setTimeout(() => {
          late = true
          resolve(invalidHandle)
        }, patience)
        checked.finally(() => clearTimeout(timer))
      }),
    ])
  }
}
