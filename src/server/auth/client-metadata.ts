// What this box is as an OAuth client (atproto.com/specs/oauth, "Clients").
import { buildAtprotoLoopbackClientMetadata, type OAuthClientMetadataInput } from '@atproto/oauth-client-node'
import type { Config } from '../config.ts'

/** What signing in asks for: reading, writing posts and likes, publishing feeds. */
export const signInScope = 'atproto transition:generic'
/** The one permission that a new handle needs (atproto.com/specs/permission), asked for when somebody wants one. */
export const handleScope = 'identity:handle'

/** All that may ever be asked for: a server refuses what is not declared here. */
const scope = `${signInScope} ${handleScope}`

/**
 * The client metadata for this configuration; undefined where OAuth cannot work. Addresses come from PUBLIC_URL, never
 * from a request. A loopback client has no document: its id is `http://localhost` with everything in the query.
 */
export function clientMetadata(config: Config): OAuthClientMetadataInput | undefined {
  const address = (path: string) => new URL(path, config.publicUrl).href
  if (config.oauth === 'loopback') {
    const redirect = new URL('/auth/callback', config.publicUrl)
    if (redirect.hostname === 'localhost') redirect.hostname = '127.0.0.1'
    return buildAtprotoLoopbackClientMetadata({ scope, redirect_uris: [redirect.href as `http://127.0.0.1${string}`] })
  }
  if (config.oauth === 'none') return undefined
  return {
    client_id: address('/client-metadata.json') as `https://${string}/client-metadata.json`,
    client_name: `SkyPanel at ${config.publicUrl.host}`,
    client_uri: config.publicUrl.href as `https://${string}`,
    redirect_uris: [address('/auth/callback') as `https://${string}`],
    jwks_uri: address('/jwks.json') as `https://${string}`,
    scope,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    dpop_bound_access_tokens: true,
  }
}
