// Fetches DID documents: did:plc from the directory, did:web from its host. Bounded in time and bytes.
import type { Config } from '../config.ts'
import { createJsonAsker, type JsonAnswer } from './ask-json.ts'
import { type DidDocument, readDidDocument } from './read-did-document.ts'

/**
 * `gone`: the answer is that there is no such identity, or none that can sign.
 * `directory`: the did:plc directory cannot be asked. `host`: the host of a did:web cannot.
 */
export type Resolution = { document: DidDocument } | { failed: 'gone' | 'directory' | 'host'; reason: string }
export type GuardedFetch = (url: string) => Promise<Response>

const timeout = 5000
const sizeLimit = 256 * 1024

/**
 * A fetch that cannot be led to private addresses, unless the whole configuration is for a local network.
 * @param bounds bytes of an answer, and ms it may take
 */
export function createGuardedFetch(
  { allowPrivateNetwork }: Pick<Config, 'allowPrivateNetwork'>,
  bounds = { bytes: sizeLimit, milliseconds: timeout },
): GuardedFetch {
  let guarded: Promise<GuardedFetch> | undefined
  // Loaded when first needed: it costs 20 MB and most of the start, and many boxes never meet a did:web.
  const load = async (): Promise<GuardedFetch> => {
    const { safeFetchWrap } = await import('@atproto-labs/fetch-node')
    const { bytes, milliseconds } = bounds
    const options = { responseMaxSize: bytes, ssrfProtection: !allowPrivateNetwork, timeout: milliseconds }
    const fetchSafely = safeFetchWrap({ fetch: globalThis.fetch, ...options })
    return (url) => fetchSafely(url, { redirect: 'error', headers: { accept: 'application/json, text/plain' } })
  }
  return async (url) => {
    guarded ??= load()
    return (await guarded)(url)
  }
}

/** Makes the resolver. It keeps nothing: see `createIdentities`. */
export function createDidResolver(
  config: Pick<Config, 'plcUrl' | 'allowPrivateNetwork'>,
  guardedFetch: GuardedFetch = createGuardedFetch(config),
): (did: string) => Promise<Resolution> {
  // The directory is the operator's own choice, so it is asked without the guard.
  const askDirectory = createJsonAsker({ bytes: sizeLimit, milliseconds: timeout })
  const askHost = async (url: string): Promise<JsonAnswer> => {
    const response = await guardedFetch(url)
    if (response.ok) return { status: 200, body: await readJson(response) }
    await response.body?.cancel()
    return { status: response.status, body: undefined }
  }

  return async (did) => {
    const plc = did.startsWith('did:plc:')
    const url = plc ? `${config.plcUrl.replace(/\/$/, '')}/${did}` : didWebUrl(did, config.allowPrivateNetwork)
    if (url === undefined) return { failed: 'gone', reason: 'not a usable did:web' }
    const unreachable = plc ? 'directory' : 'host'
    try {
      const { status, body } = plc ? await askDirectory(url) : await askHost(url)
      if (status === 404 || status === 410) return { failed: 'gone', reason: 'no such DID' }
      if (body === undefined) return { failed: unreachable, reason: `answered ${status}` }
      const document = readDidDocument(body, did)
      return document ? { document } : { failed: 'gone', reason: 'DID document without a usable key' }
    } catch (error) {
      return { failed: unreachable, reason: error instanceof Error ? error.message.slice(0, 200) : 'unreachable' }
    }
  }
}

/** @throws Error when the answer is larger than a document may be, or no JSON */
async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > sizeLimit) throw new Error('answer too large')
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

/** did:web of atproto: a host, and a port on `localhost` only; no path. */
function didWebUrl(did: string, allowLocal: boolean): string | undefined {
  const host = did.slice('did:web:'.length).replace(/%3A(\d{1,5})$/i, ':$1')
  if (/^localhost(:\d{1,5})?$/.test(host)) return allowLocal ? `http://${host}/.well-known/did.json` : undefined
  return /^[a-z0-9.-]+\.[a-z0-9-]+$/i.test(host) ? `https://${host}/.well-known/did.json` : undefined
}
