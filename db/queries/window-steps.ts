// Posts of the whole network, for some hours → the statements that write them, many at a time.
import { type Step, step } from './index-step.ts'
import { type PostContent, packCid, packPlain, packRkey } from './packed-posts.ts'

/** What a commit did to a post: without `content` it removed it. `rev` of the commit; times in ms. */
export type SeenPost = {
  did: string
  rkey: string
  rev: string
  cid: string
  content: PostContent | undefined
  createdAt: number
  indexedAt: number
}

export type WindowChange = { type: 'seePosts'; posts: SeenPost[] } | { type: 'missPostsOf'; did: string }

/** An older commit, come again, changes nothing. */
const upsertSeen = `INSERT INTO window_posts
  (did, rkey, rev, cid, text, langs, labels, parts, created_at, indexed_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, unhex(value ->> 3), value ->> 4, value ->> 5, value ->> 6,
    value ->> 7, value ->> 8, value ->> 9
  FROM json_each(?) WHERE true
  ON CONFLICT (did, rkey) DO UPDATE SET rev = excluded.rev, cid = excluded.cid, text = excluded.text,
    langs = excluded.langs, labels = excluded.labels, parts = excluded.parts
  WHERE excluded.rev > window_posts.rev`
const emptyPostsOf = `UPDATE window_posts SET cid = NULL, text = '', langs = NULL, labels = NULL, parts = NULL
  WHERE did = ?`

/** Rows in a statement. */
const most = 100

export function windowSteps(change: WindowChange): Step[] {
  if (change.type === 'missPostsOf') return [step(emptyPostsOf, shortDid(change.did))]
  const steps: Step[] = []
  for (let at = 0; at < change.posts.length; at += most) {
    steps.push(
      step(
        upsertSeen,
        `[${change.posts
          .slice(at, at + most)
          .map(toJson)
          .join()}]`,
      ),
    )
  }
  return steps
}

/** By hand, because a record key may be an integer of 64 bits. */
function toJson({ did, rkey, rev, cid, content, createdAt, indexedAt }: SeenPost): string {
  const key = packRkey(rkey)
  const start = `[${JSON.stringify(shortDid(did))},${typeof key === 'bigint' ? key : JSON.stringify(key)},"${rev}",`
  if (content === undefined) return `${start}null,"",null,null,null,${createdAt},${indexedAt}]`
  const { text, langs, labels, parts } = packPlain(content)
  const digest = packCid(cid)?.toString('hex') ?? null
  return `${start}${JSON.stringify([digest, text, langs, labels, parts]).slice(1, -1)},${createdAt},${indexedAt}]`
}

/** did:plc without its beginning; others begin with `did:`. */
export function shortDid(did: string): string {
  return did.startsWith('did:plc:') ? did.slice(8) : did
}

export function fullDid(short: string): string {
  return short.startsWith('did:') ? short : `did:plc:${short}`
}
