// A snapshot as an answer: what may keep it and for how long, and whether who asks has it already.
import type { Snapshot } from './create-snapshots.ts'

/** For everybody: good for 10 s, and then good enough while it is asked for anew. What is gone is gone in a minute. */
const publicly = 'public, max-age=10, stale-while-revalidate=20'

/** `isPublic` is false for what only somebody with a link may see: it is kept nowhere. */
export function snapshotHeaders({ status, headers, tag, changedAt }: Snapshot, isPublic: boolean): Headers {
  const given = new Headers(headers)
  given.delete('content-length')
  if (status !== 200) return given
  // What the page has said itself stands.
  given.set('cache-control', isPublic ? (given.get('cache-control') ?? publicly) : 'private, no-store')
  if (!isPublic) {
    // The address is the secret.
    given.set('referrer-policy', 'no-referrer')
    given.set('x-robots-tag', 'noindex')
  }
  given.set('etag', tag)
  given.set('last-modified', new Date(changedAt).toUTCString())
  return given
}

type Conditions = { ifNoneMatch: string | null | undefined; ifModifiedSince: string | null | undefined }

/** Whether who asks has it (RFC 9110 §13.1.2, §13.1.3): a tag is the better word. */
export function isKnown({ status, tag, changedAt }: Snapshot, { ifNoneMatch, ifModifiedSince }: Conditions): boolean {
  if (status !== 200) return false
  if (typeof ifNoneMatch === 'string') {
    const bare = (text: string) => text.trim().replace(/^W\//, '')
    return ifNoneMatch.split(',').some((entry) => entry.trim() === '*' || bare(entry) === bare(tag))
  }
  const since = Date.parse(ifModifiedSince ?? '')
  return !Number.isNaN(since) && Math.floor(changedAt / 1000) * 1000 <= since
}
