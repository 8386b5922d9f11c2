// Checks from the handle's side that it belongs to a DID (atproto Handle specification, "Handle Resolution").
import { resolveTxt } from 'node:dns/promises'
import type { Config } from '../config.ts'
import type { GuardedFetch } from './resolve-did.ts'

/** What stands in for a handle that cannot be confirmed. */
export const invalidHandle = 'handle.invalid'

/** Makes the check: the configured resolver where there is one, DNS and then HTTPS otherwise. Never throws. */
export function createHandleCheck(
  { handleResolverUrl }: Pick<Config, 'handleResolverUrl'>,
  guardedFetch: GuardedFetch,
) {
  const find = handleResolverUrl
    ? (handle: string) => askResolver(handleResolverUrl, handle)
    : async (handle: string) => (await askDns(handle)) ?? (await askHost(guardedFetch, handle))

  return async (handle: string, did: string): Promise<boolean> => {
    try {
      return (await find(handle)) === did
    } catch {
      return false
    }
  }
}

async function askResolver(url: string, handle: string): Promise<unknown> {
  const address = new URL('/xrpc/com.atproto.identity.resolveHandle', url)
  address.searchParams.set('handle', handle)
  const response = await fetch(address, { signal: AbortSignal.timeout(3000), redirect: 'error' })
  const answer: unknown = await response.json()
  return typeof answer === 'object' && answer !== null && 'did' in answer ? answer.did : undefined
}

async function askDns(handle: string): Promise<string | undefined> {
  const records = await resolveTxt(`_atproto.${handle}`).catch(() => [])
  const found = records.map((chunks) => chunks.join('')).filter((record) => record.startsWith('did='))
  return found.length === 1 ? found[0]?.slice('did='.length) : undefined
}

async function askHost(guardedFetch: GuardedFetch, handle: string): Promise<string | undefined> {
  const response = await guardedFetch(`https://${handle}/.well-known/atproto-did`)
  return response.ok ? (await response.text()).split('\n')[0]?.trim() : undefined
}
