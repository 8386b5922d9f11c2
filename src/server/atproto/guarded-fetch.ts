// `fetch` for hosts that a person or a record chose: no private addresses, bounded in time and bytes.
import { safeFetchWrap } from '@atproto-labs/fetch-node'
import type { Config } from '../config.ts'

type Bounds = { bytes: number; milliseconds: number }

/** A page of a hundred full posts is well under 2 MB. */
const usual: Bounds = { bytes: 5 * 1024 * 1024, milliseconds: 15_000 }

/** One small record, asked for while a page waits. */
export const smallRecord: Bounds = { bytes: 64 * 1024, milliseconds: 5000 }

/**
 * Makes a `fetch` that refuses private addresses on every hop of a redirect and after DNS, and anything but https.
 * On a network of this machine (ALLOW_PRIVATE_NETWORK) only time and size are bounded.
 * @throws TypeError from the returned function for what it refuses
 */
export function createGuardedFetch(
  config: Pick<Config, 'allowPrivateNetwork'>,
  bounds: Bounds = usual,
): typeof globalThis.fetch {
  return safeFetchWrap({
    fetch: globalThis.fetch,
    ssrfProtection: !config.allowPrivateNetwork,
    responseMaxSize: bounds.bytes,
    timeout: bounds.milliseconds,
    allowImplicitRedirect: true,
    allowCustomPort: true,
  }) as typeof globalThis.fetch
}
