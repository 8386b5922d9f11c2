// DID document → signing key, handle and server (atproto DID specification, "DID Documents").
import { isObject } from './read-frame.ts'
import { decodeBase58, readSigningKey, toMultikey } from './signing-key.ts'

/** `signingKey` is a Multikey; `handle` is what the document claims, not yet checked; `pds` is an origin. */
export type DidDocument = { signingKey: string; handle: string | undefined; pds?: string | undefined }

const handlePattern = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

/** @returns undefined when it is not the document of `did`, or holds no usable key */
export function readDidDocument(document: unknown, did: string): DidDocument | undefined {
  if (!isObject(document) || document.id !== did || !Array.isArray(document.verificationMethod)) return undefined
  const method: unknown = document.verificationMethod.find(
    (entry) => isObject(entry) && (entry.id === `${did}#atproto` || entry.id === '#atproto'),
  )
  if (!isObject(method) || typeof method.publicKeyMultibase !== 'string') return undefined
  const signingKey = toKey(String(method.type), method.publicKeyMultibase)
  if (signingKey === undefined || readSigningKey(signingKey) === undefined) return undefined
  return { signingKey, handle: findHandle(document.alsoKnownAs), pds: findPds(document.service, did) }
}

/** Older documents name the curve in `type` and hold an uncompressed point without a multicodec. */
function toKey(type: string, multibase: string): string | undefined {
  if (type === 'Multikey') return multibase
  const curve = { EcdsaSecp256k1VerificationKey2019: 'k256', EcdsaSecp256r1VerificationKey2019: 'p256' }[type]
  if ((curve !== 'k256' && curve !== 'p256') || !/^z[1-9A-HJ-NP-Za-km-z]{40,100}$/.test(multibase)) return undefined
  const point = decodeBase58(multibase.slice(1))
  if (point.length === 33) return toMultikey(curve, point)
  if (point.length !== 65 || point[0] !== 4) return undefined
  return toMultikey(curve, Uint8Array.of(2 + ((point[64] ?? 0) & 1), ...point.subarray(1, 33)))
}

function findHandle(names: unknown): string | undefined {
  if (!Array.isArray(names)) return undefined
  const name: unknown = names.find((entry) => typeof entry === 'string' && entry.startsWith('at://'))
  const handle = typeof name === 'string' ? name.slice('at://'.length).toLowerCase() : ''
  return handlePattern.test(handle) ? handle : undefined
}

function findPds(services: unknown, did: string): string | undefined {
  if (!Array.isArray(services)) return undefined
  const service: unknown = services.find(
    (entry) => isObject(entry) && (entry.id === '#atproto_pds' || entry.id === `${did}#atproto_pds`),
  )
  const endpoint = isObject(service) ? service.serviceEndpoint : undefined
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return undefined
  const { protocol, origin } = new URL(endpoint)
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined
}
