// A post of which nothing but the record is known → Post.
import type { Post } from '#types/post.ts'
import { readRecord } from './read-record.ts'
import { actorHref } from './to-actor.ts'

type BareAuthor = { uri: string; cid: string; authorDid: string; authorHandle: string; indexedAt: string }

/** Text, author and time; no pictures, no counts, the handle instead of the name. */
export function toBarePost(known: BareAuthor, record: unknown, viewerDid: string | undefined): Post {
  const { uri, cid, authorDid, authorHandle } = known
  const rkey = uri.split('/').at(-1) ?? ''
  const href = actorHref(authorDid, authorHandle)
  return {
    kind: 'post',
    uri,
    cid,
    rkey,
    href: `${href}/post/${encodeURIComponent(rkey)}`,
    author: { did: authorDid, handle: authorHandle, name: authorHandle, href },
    ...readRecord(record, known.indexedAt),
    embeds: [],
    notes: [],
    isFiltered: false,
    counts: { replies: 0, reposts: 0, likes: 0, quotes: 0 },
    viewer: {
      isLiked: false,
      isReposted: false,
      isBookmarked: false,
      isOwn: authorDid === viewerDid,
      canReply: true,
      canQuote: true,
    },
  }
}
