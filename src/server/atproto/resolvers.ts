// Handle → DID → PDS, with every look-up going through the guarded fetch.
import {
  AtprotoHandleResolverNode,
  DidResolverCommon,
  type HandleResolver,
  isAtprotoDid,
} from '@atproto/oauth-client-node'
import { AppError } from '../app-error.ts'
import type { Config } from '../config.ts'

export type Resolvers = { handles: HandleResolver; dids: DidResolverCommon }

/** An account and the server it lives on. `handle` is proven both ways, or the DID where it cannot be. */
export type Account = { did: string; handle: string; pdsUrl: string }

/** The look-ups of atproto.com/specs/handle and /specs/did. */
export function createResolvers(config: Config, fetch: typeof globalThis.fetch): Resolvers {
  const handles = config.handleResolverUrl
    ? askServer(config.handleResolverUrl, fetch)
    : // It guards its own requests, and would refuse a fetch that is guarded already.
      new AtprotoHandleResolverNode()
  const dids = new DidResolverCommon({ fetch, plcDirectoryUrl: config.plcUrl, allowHttp: config.allowPrivateNetwork })
  return { handles, dids }
}

/** Handles as another server knows them (com.atproto.identity.resolveHandle). */
function askServer(service: string, fetch: typeof globalThis.fetch): HandleResolver {
  return {
    async resolve(handle, { signal } = {}) {
      const url = new URL(`/xrpc/com.atproto.identity.resolveHandle?handle=${encodeURIComponent(handle)}`, service)
      const response = await fetch(url, { redirect: 'error', signal: signal ?? null })
      const { did } = (await response.json()) as { did?: unknown }
      // 400 says that there is no such handle; the library's own resolver takes one of its two names for an error.
      if (response.status === 400) return null
      if (!response.ok) throw new Error(`${url.host} answers ${response.status} for a handle`)
      if (!isAtprotoDid(did)) throw new Error(`${url.host} gave no DID for a handle`)
      return did
    },
  }
}

/** What people paste: an @ in front, spaces and invisible direction marks around, capital letters. */
export function cleanIdentifier(typed: string): string {
  const bare = typed.replace(/[\s\p{Cf}]/gu, '').replace(/^@/, '')
  return bare.startsWith('did:') ? bare : bare.toLowerCase()
}

/**
 * Finds the account behind a handle or DID.
 * @throws AppError 422 when there is none, 424 when its directory or server does not answer
 */
export async function resolveAccount(resolvers: Resolvers, identifier: string): Promise<Account> {
  const did = identifier.startsWith('did:') ? identifier : await resolveHandle(resolvers, identifier)
  if (!isAtprotoDid(did)) throw new AppError(422, 'That is not a handle. Handles look like you.bsky.social.')
  const document = await resolvers.dids.resolve(did).catch((cause) => {
    throw new AppError(424, `The record of ${identifier} could not be read. Try again in a minute.`, { cause })
  })
  const service = document.service?.find(({ id, type }) => isPds(did, id, type))
  const pdsUrl = service?.serviceEndpoint
  if (typeof pdsUrl !== 'string' || !URL.canParse(pdsUrl)) {
    throw new AppError(422, `${identifier} has no server at the moment.`)
  }
  const claimed = document.alsoKnownAs?.find((name) => name.startsWith('at://'))?.slice('at://'.length)
  const handle = claimed?.toLowerCase()
  if (!identifier.startsWith('did:') && handle !== identifier) {
    throw new AppError(422, `${identifier} points to an account that does not use this handle.`)
  }
  const proven = identifier.startsWith('did:') && handle ? await ownsHandle(resolvers, did, handle) : true
  return { did, handle: handle && proven ? handle : did, pdsUrl: new URL(pdsUrl).origin }
}

/** Whether an entry of the DID document of `did` is its server (atproto.com/specs/did). */
export function isPds(did: string, id: string, type: unknown): boolean {
  return (id === '#atproto_pds' || id === `${did}#atproto_pds`) && type === 'AtprotoPersonalDataServer'
}

async function resolveHandle(resolvers: Resolvers, handle: string): Promise<string> {
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(handle) || handle.length > 253) {
    throw new AppError(422, 'That is not a handle. Handles look like you.bsky.social.')
  }
  const did = await resolvers.handles.resolve(handle).catch((cause) => {
    throw new AppError(424, `The handle ${handle} could not be looked up. Try again in a minute.`, { cause })
  })
  if (!did) throw new AppError(422, `No account has the handle ${handle}.`)
  return did
}

async function ownsHandle(resolvers: Resolvers, did: string, handle: string): Promise<boolean> {
  return (await resolvers.handles.resolve(handle).catch(() => null)) === did
}
