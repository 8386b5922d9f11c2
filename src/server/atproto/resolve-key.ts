// DID → the key that signs for it.
import type { DidResolver } from '@atproto/identity'
import type { Config } from '../config.ts'

/** The AppView that waits for us gives up after 5 s, and a token may need two look-ups. */
const patience = 2000

/**
 * A function that fetches a DID document and gives its atproto signing key as did:key; it rejects when there is none.
 * Somebody else chose the DID: the resolver's own fetch refuses private addresses, and only a network on this machine
 * may go without.
 */
export function createKeyResolver(config: Config): (did: string) => Promise<string> {
  let resolver: DidResolver | undefined
  return async (did) => {
    // Loaded on first use: `stream` shares this file's importers and resolves nothing through it.
    const identity = await import('@atproto/identity')
    resolver ??= new identity.DidResolver({
      plcUrl: config.plcUrl,
      timeout: patience,
      ...(config.allowPrivateNetwork ? { fetch: globalThis.fetch } : {}),
    })
    return resolver.resolveAtprotoKey(did, true)
  }
}
