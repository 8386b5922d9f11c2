// `fetch` for hosts that a person or a record chose: no private addresses, bounded in time and bytes.
import { safeFetchWrap } from '@atproto-labs/fetch-node'
import type { Config } from '../config.ts'
import { createWholeFetch } from './fetch-whole.ts'

type Bounds = {
  bytes: number
  milliseconds: number
  /** Whether what is not encrypted may be read: pages that people link to, never what acts for somebody. */
  allowsHttp?: boolean
}

/** A page of a hundred full posts is well under 2 MB. */
const usual: Bounds = { bytes: 5 * 1024 * 1024, milliseconds: 15_000 }

/** One small record, asked for while a page waits. */
export const smallRecord: Bounds = { bytes: 64 * 1024, milliseconds: 5000 }

/** Somebody's file on its way to a server: 300 MB from a home take a while. Who sends a small one gives it less. */
export const largeFile: Bounds = { bytes: 64 * 1024, milliseconds: 60 * 60_000 }

/**
 * As `createGuardedFetch`, with the patience for files that people send to their own server. What is asked of the
 * AppView is complete when it is answered.
 */
export function createPersonalFetch(config: Pick<Config, 'allowPrivateNetwork'>): typeof globalThis.fetch {
  const fetch = createGuardedFetch(config)
  const fetchWhole = createWholeFetch(config, usual)
  const fetchFile = createGuardedFetch(config, largeFile)
  return (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    if (pathname.startsWith('/xrpc/app.bsky.')) return fetchWhole(input, init)
    return (pathname === '/xrpc/com.atproto.repo.uploadBlob' ? fetchFile : fetch)(input, init)
  }
}

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
    ...(bounds.allowsHttp ? { allowHttp: true } : {}),
  }) as typeof globalThis.fetch
}
