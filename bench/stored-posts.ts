// Posts as feeds keep them, for benchmarks of the index; and the plain tables that they are compared with.
import { createHash } from 'node:crypto'
import type { InValue } from '@libsql/client'
import type { ActorRow } from '#db/queries/actors.ts'
import type { PostRow } from '#db/queries/keep-post-steps.ts'
import { postUri, unpackCid, unpackRkey } from '#db/queries/packed-posts.ts'
import { createRandomText } from './random-text.ts'

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** Makes the post number `n` of `count`, by one of `authors`: text of 1 to 17 words (70 bytes), the mix of the network. */
export function createPostMaker(count: number, authors: number) {
  const { random, speak } = createRandomText(5)
  const start = Date.UTC(2026, 5, 1)
  const didOf = (n: number) => {
    const bytes = createHash('sha1').update(`author ${n}`).digest()
    return `did:plc:${Array.from({ length: 24 }, (_, i) => base32[(bytes[i % 20] ?? 0) % 32]).join('')}`
  }
  const words = (least: number, more: number) =>
    Array.from({ length: least + Math.floor(random() * more) }, speak).join(' ')
  const rkeyAt = (ms: number) => unpackRkey(`#${(BigInt(ms) * 1000n) << 10n}`)

  function embedOf(n: number): unknown {
    const roll = random()
    const blob = { $type: 'blob', ref: { $link: cidOf(`blob ${n}`) }, mimeType: 'image/jpeg', size: 500_000 + n }
    if (roll < 0.14) {
      const images = [
        { alt: random() < 0.4 ? words(4, 8) : '', aspectRatio: { height: 1500, width: 2000 }, image: blob },
      ]
      return { $type: 'app.bsky.embed.images', images }
    }
    if (roll < 0.2) {
      const external = {
        uri: `https://example.org/${words(1, 4)}`,
        title: words(3, 6),
        description: words(3, 10),
        thumb: blob,
      }
      return { $type: 'app.bsky.embed.external', external }
    }
    if (roll > 0.28) return undefined
    const record = { cid: cidOf(`quoted ${n}`), uri: postUri(didOf(n * 7), rkeyAt(start + n)) }
    return { $type: 'app.bsky.embed.record', record }
  }

  return (n: number): { actor: ActorRow; post: PostRow } => {
    const author = Math.floor(random() * authors)
    const did = didOf(author)
    const createdAt = start + Math.floor((n / count) * 30 * 24 * 3600_000)
    const rkey = rkeyAt(createdAt)
    const parent = postUri(didOf(n * 3), rkeyAt(createdAt - 60_000))
    const reply =
      random() < 0.35
        ? { root: random() < 0.6 ? parent : postUri(didOf(n * 5), rkeyAt(createdAt - 90_000)), parent }
        : undefined
    const text = words(1, 17).slice(0, 300)
    const key = `z${createHash('sha512').update(did).digest('hex').slice(0, 48)}`
    return {
      actor: {
        did,
        handle: `${words(1, 1)}${author}.bsky.social`,
        signingKey: key,
        rev: rkey,
        data: cidOf(did),
        status: 'active',
      },
      post: {
        uri: postUri(
          did,
          `${rkey.slice(0, -4)}${[15, 10, 5, 0].map((by) => '234567abcdefghijklmnopqrstuvwxyz'[(n >> by) & 31]).join('')}`,
        ),
        cid: cidOf(`post ${n}`),
        authorDid: did,
        text,
        facets: undefined,
        langs: [random() < 0.7 ? 'en' : 'pt'],
        labels: [],
        embeds: embedOf(n),
        reply,
        createdAt,
        indexedAt: createdAt + 400,
      },
    }
  }
}

function cidOf(text: string): string {
  return unpackCid(createHash('sha256').update(text).digest())
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
