// What signing in needs for as long as `web` lives: the OAuth client, the sealed stores, who is open upstream.
import type { Agent } from '@atproto/api'
import type { NodeOAuthClient, NodeSavedSession, NodeSavedState } from '@atproto/oauth-client-node'
import type { Logger } from 'pino'
import type { MainDatabase } from '#db/client.ts'
import { createGuardedFetch, createPersonalFetch, smallRecord } from '../atproto/guarded-fetch.ts'
import type { PasswordCredential } from '../atproto/password-session.ts'
import { createResolvers, type Resolvers } from '../atproto/resolvers.ts'
import type { Config } from '../config.ts'
import type { Leases } from '../create-leases.ts'
import { readSealingKey } from '../secrets.ts'
import { createOauthClient } from './create-oauth-client.ts'
import { type CredentialStore, createCredentialStore } from './credential-store.ts'
import { nameKey } from './seal.ts'
import { createStateStore, type StateStore } from './state-store.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** `isClosed`: their server could not be asked, so neither can the agent. */
export type Connection = { agent: Agent; isClosed: boolean }

export type Auth = {
  /** For hosts that people and records choose. */
  fetch: typeof globalThis.fetch
  /** The same for one small record: 64 KB, 5 s. */
  fetchSmall: typeof globalThis.fetch
  resolvers: Resolvers
  /** Absent where this box cannot be an OAuth client (config.oauth is 'none'). */
  oauth: NodeOAuthClient | undefined
  /** The same client with an empty memory of its own: for a permission that is used once and given back. */
  openPassing: () => Promise<NodeOAuthClient | undefined>
  states: StateStore<NodeSavedState>
  credentials: { oauth: CredentialStore<NodeSavedSession>; password: CredentialStore<PasswordCredential> }
  /** One agent a person and kind, by `<kind> <did>`: it holds the single flight of a token refresh. */
  agents: Map<string, Promise<Connection>>
  /** The one that asks on behalf of nobody, once it has been needed. */
  publicAgent?: Agent
  /** Sign-ins under way. While one runs, a missing credential may be about to be replaced. */
  signIns: Set<Promise<unknown>>
  attempts: { byAddress: Throttle; byAccount: Throttle }
}

const quarterHour = 15 * 60 * 1000

export async function createAuth(tools: {
  config: Config
  log: Logger
  main: MainDatabase
  leases: Leases
  now: () => number
}): Promise<Auth> {
  const { config } = tools
  const sealed = { ...tools, key: nameKey(readSealingKey(config.dataDir)) }
  const fetch = createPersonalFetch(config)
  const fetchSmall = createGuardedFetch(config, {
    ...smallRecord,
    milliseconds: Math.max(smallRecord.milliseconds, 2 * config.upstreamPatience),
  })
  const resolvers = createResolvers(config, fetch)
  const states = createStateStore<NodeSavedState>(sealed)
  const credentials = {
    oauth: createCredentialStore<NodeSavedSession>(sealed, 'oauth'),
    password: createCredentialStore<PasswordCredential>(sealed, 'password'),
  }
  const agents: Auth['agents'] = new Map()
  const parts = { fetch, resolvers, stateStore: states }
  const oauth = await createOauthClient(tools, {
    ...parts,
    sessionStore: credentials.oauth,
    // An agent signs with the key of the session it was made for.
    onSessionDeleted: (did) => void agents.delete(`oauth ${did}`),
  })
  const openPassing = () => createOauthClient(tools, { ...parts, sessionStore: createPassingStore() })
  const attempts = {
    byAddress: createThrottle({ limit: 60, window: quarterHour, capacity: 10_000 }),
    byAccount: createThrottle({ limit: 10, window: quarterHour, capacity: 10_000 }),
  }
  const signIns: Auth['signIns'] = new Set()
  return { fetch, fetchSmall, resolvers, oauth, openPassing, states, credentials, agents, signIns, attempts }
}

/** Credentials that end with whoever holds this. */
function createPassingStore(): CredentialStore<NodeSavedSession> {
  const held = new Map<string, NodeSavedSession>()
  return {
    get: async (did) => held.get(did),
    set: async (did, value) => void held.set(did, value),
    del: async (did) => void held.delete(did),
    alone: (_, act) => act(),
  }
}

/** Keeps `signIn` in the set of those under way until it is over. */
export function trackSignIn<Result>(auth: Auth, signIn: Promise<Result>): Promise<Result> {
  auth.signIns.add(signIn)
  const forget = () => void auth.signIns.delete(signIn)
  signIn.then(forget, forget)
  return signIn
}

/** Waits until the sign-ins that are under way now are over, however they end. */
export async function settleSignIns(auth: Auth): Promise<void> {
  await Promise.allSettled(auth.signIns)
}
