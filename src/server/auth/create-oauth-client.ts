// The OAuth client of this box.
import {
  JoseKey,
  NodeOAuthClient,
  type NodeSavedSession,
  type NodeSavedState,
  requestLocalLock,
} from '@atproto/oauth-client-node'
import type { Resolvers } from '../atproto/resolvers.ts'
import type { Config } from '../config.ts'
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

/**
 * The client for this configuration; undefined where OAuth cannot work. Only `web` has one, so a lock of this process
 * is enough to refresh a session once.
 */
export async function createOauthClient(
  { config, now }: { config: Config; now: () => number },
  { resolvers, ...parts }: Parts,
): Promise<NodeOAuthClient | undefined> {
  const metadata = clientMetadata(config)
  if (!metadata) return undefined
  const keys = config.oauth === 'confidential' ? readClientKeys(config.dataDir, now()) : []
  return new NodeOAuthClient({
    ...parts,
    clientMetadata: metadata,
    keyset: keys.length > 0 ? await Promise.all(keys.map(({ jwk }) => JoseKey.fromJWK(jwk))) : undefined,
    requestLock: requestLocalLock,
    handleResolver: resolvers.handles,
    didResolver: resolvers.dids,
    allowHttp: config.allowPrivateNetwork,
  })
}
