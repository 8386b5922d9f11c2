// The OAuth client of this box.
import { JoseKey, NodeOAuthClient, type NodeSavedSession, type NodeSavedState } from '@atproto/oauth-client-node'
import type { Resolvers } from '../atproto/resolvers.ts'
import type { Config } from '../config.ts'
import type { Leases } from '../create-leases.ts'
import { readClientKeys } from './client-keys.ts'
import { clientMetadata } from './client-metadata.ts'
import type { CredentialStore } from './credential-store.ts'
import type { StateStore } from './state-store.ts'

type Parts = {
  fetch: typeof globalThis.fetch
  resolvers: Resolvers
  stateStore: StateStore<NodeSavedState>
  sessionStore: CredentialStore<NodeSavedSession>
  onSessionDeleted?: (did: string) => void
}

/** The client for this configuration; undefined where OAuth cannot work. Only processes `web` have one. */
export async function createOauthClient(
  { config, leases, now }: { config: Config; leases: Leases; now: () => number },
  { resolvers, ...parts }: Parts,
): Promise<NodeOAuthClient | undefined> {
  const metadata = clientMetadata(config)
  if (!metadata) return undefined
  const keys = config.oauth === 'confidential' ? readClientKeys(config.dataDir, now()) : []
  return new NodeOAuthClient({
    ...parts,
    clientMetadata: metadata,
    keyset: keys.length > 0 ? await Promise.all(keys.map(({ jwk }) => JoseKey.fromJWK(jwk))) : undefined,
    // Two refreshes of one session at once would end it.
    requestLock: (name, act) => leases.alone(`refresh ${name}`, async () => act()),
    handleResolver: resolvers.handles,
    didResolver: resolvers.dids,
    allowHttp: config.allowPrivateNetwork,
  })
}
