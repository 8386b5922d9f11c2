// Checks from the handle's side that it belongs to a DID (atproto Handle specification, "Handle Resolution").
import { resolveTxt } from 'node:dns/promises'
import type { Config } from '../config.ts'
import { createJsonAsker, type JsonAsker } from './ask-json.ts'
import type { GuardedFetch } from './resolve-did.ts'

/** What stands in for a handle that cannot be confirmed. */
export const invalidHandle = 'handle.invalid'

/** Makes the check: the configured resolver where there is one, DNS and then HTTPS otherwise. Never throws. */
export function createHandleCheck(
  { handleResolverUrl }: Pick<Config, 'handleResolverUrl'>,
  guardedFetch: GuardedFetch,
) {
  const ask = createJsonAsker({ bytes: 64 * 1024, milliseconds: 3000 })
  const find = handleResolverUrl
    ? (handle: string) => askResolver(ask, handleResolverUrl, handle)
    : async (handle: string) => (await askDns(handle)) ?? (await askHost(guardedFetch, handle))

  return async (handle: string, did: string): Promise<boolean> => {
    try {
      return (await find(handle)) === did
    } catch {
      return false
    }
  }
}

async function askResolver(ask: JsonAsker, url: string, handle: string): Promise<unknown> {
  const address = new URL('/xrpc/com.atproto.identity.resolveHandle', url)
  address.searchParams.set('handle', handle)
  const { body: answer } = await ask(address)
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
