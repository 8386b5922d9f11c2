// Posts as feeds keep them, for benchmarks of the index; and the plain tables that they are compared with.
import { createHash } from 'node:crypto'
import type { InValue } from '@libsql/client'
import type { ActorRow } from '#db/queries/actors.ts'
import type { PostRow } from '#db/queries/keep-post-steps.ts'
import { postUri } from '#db/queries/packed-posts.ts'
import { cidOf, createPostWriter, didOf, rkeyAt } from './network-posts.ts'
import { createRandomText } from './random-text.ts'

const base32 = '234567abcdefghijklmnopqrstuvwxyz'

/** Makes the post number `n` of `count`, by one of `authors`, as the network has them (network-posts.ts). */
export function createPostMaker(count: number, authors: number) {
  const write = createPostWriter(5)
  const { random, speak } = createRandomText(6)
  const start = Date.UTC(2026, 5, 1)

  return (n: number): { actor: ActorRow; post: PostRow } => {
    const author = Math.floor(random() * authors)
    const did = didOf(author)
    const createdAt = start + Math.floor((n / count) * 30 * 24 * 3600_000)
    const rkey = rkeyAt(createdAt, n)
    const key = `z${createHash('sha512').update(did).digest('hex').slice(0, 48)}`
    const { text, langs, facets, embed: embeds, reply } = write(n, createdAt)
    const handle = `${speak()}${author}.bsky.social`
    return {
      actor: { did, handle, signingKey: key, rev: rkey, data: cidOf(did), status: 'active' },
      post: {
        uri: postUri(did, `${rkey.slice(0, -2)}${base32[(n >> 5) & 31]}${base32[n & 31]}`),
        cid: cidOf(`post ${n}`),
        authorDid: did,
        text,
        facets,
        langs,
        labels: [],
        embeds,
        reply,
        createdAt,
        indexedAt: createdAt + 400,
      },
    }
  }
}

/** The tables of version 0000: what most programs would write. */
export const plainSchema = `
  CREATE TABLE posts (id integer PRIMARY KEY, uri text NOT NULL UNIQUE, cid text NOT NULL, author_did text NOT NULL,
    text text NOT NULL, facets text, langs text, labels text, embeds text, reply text, created_at integer NOT NULL,
    indexed_at integer NOT NULL);
  CREATE INDEX posts_created_at ON posts (created_at);
  CREATE INDEX posts_author_created_at ON posts (author_did, created_at);
  CREATE TABLE items (feed_id integer NOT NULL, post_id integer NOT NULL, sort_key integer NOT NULL,
    PRIMARY KEY (feed_id, post_id));
  CREATE INDEX items_page ON items (feed_id, sort_key, post_id);`

export function toPlainRow(post: PostRow, id: number): { sql: string; args: InValue[] }[] {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  const parts = [post.facets, post.langs, post.labels, post.embeds, post.reply].map(json)
  const args = [id, post.uri, post.cid, post.authorDid, post.text, ...parts, post.createdAt, post.indexedAt]
  return [
    { sql: `INSERT INTO posts VALUES (${args.map(() => '?').join()})`, args },
    { sql: 'INSERT INTO items VALUES (1, ?, ?)', args: [id, post.createdAt] },
  ]
}
