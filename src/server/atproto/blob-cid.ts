// What a blob of a record is called.
import { isObject } from './to-embed.ts'

/** The CID of `blob`, whether it is JSON or the library's object (atproto data model); '' for what is none. */
export function blobCid(blob: unknown): string {
  const ref = isObject(blob) ? blob.ref : undefined
  if (!isObject(ref)) return ''
  return typeof ref.$link === 'string' ? ref.$link : String(ref)
}
