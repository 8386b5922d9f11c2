import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type IndexDatabase, openDatabase } from '../client.ts'
import { migrateUp } from '../migrate.ts'
import { listActors } from './actors.ts'
import { listFeedItems } from './feed-items.ts'
import { type IndexChange, writeIndexChanges } from './index-changes.ts'
import { findIndexedPosts, listIndexedPosts } from './indexed-posts.ts'
import { packText, unpackText } from './pack-text.ts'
import { type PostContent, packCid, packRkey, unpackCid, unpackRkey } from './packed-posts.ts'
import { packBody, unpackBody } from './post-body.ts'

const migrations = join(import.meta.dirname, '..', 'migrations')
const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
const did = 'did:plc:44ybard66vv44zksje25o7dz'
const image = {
  $type: 'app.bsky.embed.images',
  images: [{ alt: 'A lighthouse', image: { $type: 'blob', mimeType: 'image/jpeg' } }],
}

describe('packed posts', () => {
  it('give back every record key', () => {
    for (const rkey of [
      '3jzfcijpj2z2a',
      '2222222222222',
      'jzzzzzzzzzzzz',
      'kzzzzzzzzzzzz',
      'self',
      '5',
      '3jzfcijpj2z2',
    ]) {
      const packed = packRkey(rkey)
      assert.equal(unpackRkey(typeof packed === 'bigint' ? `#${packed}` : packed), rkey)
    }
    assert.equal(typeof packRkey('3jzfcijpj2z2a'), 'bigint')
    assert.equal(packRkey('jzzzzzzzzzzzz'), -1n)
  })

  it('give back every CID', () => {
    for (const text of [cid, 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy']) {
      assert.equal(unpackCid(packCid(text)), text)
    }
    assert.equal(packCid(cid)?.length, 32)
    assert.equal(packCid('none'), null)
    assert.equal(unpackCid(null), '')
  })

  it('give back what was written', () => {
    const facets = [
      { index: { byteStart: 0, byteEnd: 4 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'sea' }] },
    ]
    const reply = { root: `at://${did}/app.bsky.feed.post/a`, parent: `at://${did}/app.bsky.feed.post/b` }
    const whole = {
      text: '#sea 🌊',
      facets,
      langs: ['en', 'pt-BR'],
      labels: ['porn'],
      embed: image,
      reply,
      tags: ['sea'],
    }
    const times = { createdAt: 1_700_000_000_123, indexedAt: 1_700_000_000_999 }
    const again = (content: PostContent, rkey = '3jzfcijpj2z2a') => {
      const { labels, ...rest } = content
      const { createdAt, indexedAt, ...found } = unpackBody(packBody(content, packRkey(rkey), times), packRkey(rkey))
      assert.deepEqual({ createdAt, indexedAt }, times)
      return { ...rest, ...found, labels }
    }
    assert.deepEqual(again(whole), whole)
    assert.deepEqual(again(whole, 'self'), whole)
    const [picture] = image.images
    const uploaded = { ...image, images: [{ ...picture, image: { ...picture?.image, ref: { $link: cid }, size: 12 } }] }
    assert.deepEqual(again({ ...whole, embed: uploaded }), whole)
    const bare = { text: '', facets: undefined, langs: [], labels: [], embed: undefined, reply: undefined }
    assert.deepEqual(again(bare), { ...bare, tags: undefined })
    assert(packBody(bare, 1n << 62n, times).length < 20)
    assert.deepEqual(again({ ...bare, langs: ['en,de', 'x'.repeat(50), 'ja'] }).langs, ['ja'])
  })

  it('give back anything that a record may hold', () => {
    const post = `at://${did}/app.bsky.feed.post/3jzfcijpj2z2a`
    const texts = [
      '\0\x01\x02\x03\x04"}}',
      '海の見える駅 🚉\n\n\n',
      '\u{10FFFF}\u0080',
      post,
      'a'.repeat(3000),
      'Ünï'.normalize('NFD'),
    ]
    for (const text of texts) {
      const odd = {
        $type: text,
        list: [text, { [text]: post, deep: [null, 0.5, -1, true] }],
        [post]: `${post}${post}x ${did}z`,
      }
      for (const [root, parent] of [
        [post, post],
        [text, post],
        [post, `${post}a`],
      ] as const) {
        const content = {
          text,
          langs: [],
          facets: [odd, text],
          labels: [],
          embed: odd,
          reply: { root, parent },
          tags: [text],
        }
        const { labels: _, ...rest } = content
        const found = unpackBody(packBody(content, 'self', { createdAt: 0, indexedAt: -5 }), 'self')
        assert.deepEqual(found, { ...rest, createdAt: 0, indexedAt: -5 })
      }
    }
    const random = Buffer.from(Array.from({ length: 4096 }, (_, n) => Math.imul(n * n, 2654435761) >>> 24))
    assert.deepEqual(unpackText(packText(random), 5000).bytes, random)
    assert.throws(() => unpackText(packText(random), 100), RangeError)
    assert.throws(() => unpackText(packText(random).subarray(0, 1000), 5000), RangeError)
    for (let at = 0; at < 200; at++) {
      const broken = Buffer.from(
        packBody(
          {
            text: texts[1] ?? '',
            langs: ['ja'],
            facets: [],
            labels: [],
            embed: image,
            reply: { root: post, parent: post },
          },
          'self',
          { createdAt: 1, indexedAt: 2 },
        ),
      )
      broken[at % broken.length] = (broken[at % broken.length] ?? 0) ^ (1 << (at % 8))
      // Whatever comes of it, it comes: no loop without an end.
      try {
        unpackBody(broken, 'self')
      } catch (error) {
        assert(error instanceof RangeError || error instanceof SyntaxError)
      }
    }
  })

  it('are found again, renamed with their author and removed', async (t) => {
    const { index } = await openIndex(t)
    const uri = `at://${did}/app.bsky.feed.post/3jzfcijpj2z2a`
    await write(index, actor, keep(uri, 'one'), keep(`at://${did}/app.bsky.feed.post/odd`, 'two'))
    await write(index, { type: 'handle', did, handle: 'new.test' })
    const [post] = await findIndexedPosts(index, [uri, `at://${did}/app.bsky.feed.post/none`])
    assert.partialDeepStrictEqual(post, {
      uri,
      cid,
      text: 'one',
      authorDid: did,
      authorHandle: 'new.test',
      embeds: image,
    })
    const items = await listFeedItems(index, 1, { cursor: undefined, limit: 5 })
    assert.deepEqual(items.map((item) => item.uri).sort(), [uri, `at://${did}/app.bsky.feed.post/odd`])
    await write(index, keep(uri, 'edited', []))
    assert.equal((await listFeedItems(index, 1, { cursor: undefined, limit: 5 })).length, 1)
    await write(index, { type: 'removePost', uri })
    assert.deepEqual(
      (await listIndexedPosts(index, 0, 5)).map(({ text }) => text),
      ['two'],
    )
    await write(index, { type: 'removePostsOf', did })
    assert.deepEqual(await listIndexedPosts(index, 0, 5), [])
    assert.deepEqual(await listFeedItems(index, 1, { cursor: undefined, limit: 5 }), [])
    assert.deepEqual((await listActors(index, [did]))[0]?.data, cid)
  })

  it('are converted from the rows of older versions', async (t) => {
    const { index, folder } = await openIndex(t, '0001_notifications')
    const uri = `at://${did}/app.bsky.feed.post/3jzfcijpj2z2a`
    const rows = [
      `INSERT INTO actors VALUES ('${did}', 'a.test', 'zkey', 'rev', '${cid}', 'active', 5), ('did:web:x.test', 'x.test', '', '', '', 'deleted', 6)`,
      `INSERT INTO indexed_posts VALUES (7, '${uri}', '${cid}', '${did}', 'a.test', 'Hello', NULL, '["en","de"]', '[]', '${JSON.stringify(image)}', '{"root":"at://r","parent":"at://p"}', 11, 12),
        (8, 'at://${did}/app.bsky.feed.post/jzzzzzzzzzzzz', '${cid}', '${did}', 'a.test', 'Far', NULL, '[]', '[]', NULL, NULL, 11, 12),
        (9, 'at://${did}/app.bsky.feed.post/odd', '${cid}', '${did}', 'a.test', 'Odd', NULL, '[]', '["porn"]', NULL, NULL, 13, 14)`,
      'INSERT INTO feed_items VALUES (1, 7, 11), (1, 9, 13)',
    ]
    for (const row of rows) await index.$client.execute(row)
    await migrateUp(index, { name: 'index', folder }, 1)
    const [first, far, second] = await listIndexedPosts(index, 0, 5)
    assert.partialDeepStrictEqual(first, { id: 7, uri, cid, authorDid: did, authorHandle: 'a.test', text: 'Hello' })
    assert.partialDeepStrictEqual(first, {
      langs: ['en', 'de'],
      labels: [],
      embeds: image,
      createdAt: 11,
      indexedAt: 12,
    })
    assert.deepEqual([first?.reply, first?.facets], [{ root: 'at://r', parent: 'at://p' }, undefined])
    assert.equal(far?.uri, `at://${did}/app.bsky.feed.post/jzzzzzzzzzzzz`)
    assert.partialDeepStrictEqual(second, { uri: `at://${did}/app.bsky.feed.post/odd`, labels: ['porn'], langs: [] })
    const items = await listFeedItems(index, 1, { cursor: undefined, limit: 5 })
    assert.deepEqual(
      items.map(({ sortKey, postId }) => [sortKey, postId]),
      [
        [13, 9],
        [11, 7],
      ],
    )
    assert.partialDeepStrictEqual(await listActors(index, [did]), [{ data: cid, rev: 'rev', signingKey: 'zkey' }])
    assert.partialDeepStrictEqual(await listActors(index, ['did:web:x.test']), [{ data: '', status: 'deleted' }])
    assert.equal((await findIndexedPosts(index, [uri])).length, 1)
  })
})

const actor: IndexChange = {
  type: 'actor',
  actor: { did, handle: 'a.test', signingKey: '', rev: 'r', data: cid, status: 'active' },
  now: 1,
}

function keep(uri: string, text: string, feedIds = [1]): IndexChange {
  const content = { text, facets: undefined, langs: [], labels: [], embeds: image, reply: undefined }
  const post = { uri, cid, authorDid: did, ...content, createdAt: 1, indexedAt: 1 }
  return { type: 'keepPost', post, feedIds, sortKey: 1 }
}

async function write(index: IndexDatabase, ...changes: IndexChange[]): Promise<void> {
  await writeIndexChanges(index, 'test', changes, undefined)
}

/** An index with every migration, or those up to `last`; then `folder` has all of them. */
async function openIndex(t: { after: (end: () => void) => void }, last?: string) {
  const root = mkdtempSync(join(tmpdir(), 'skypanel-packed-'))
  const index = await openDatabase('index', `file:${join(root, 'index.db')}`, { access: 'write' })
  t.after(() => {
    index.$client.close()
    rmSync(root, { recursive: true })
  })
  if (last === undefined) await migrateUp(index, { name: 'index', folder: migrations }, 1)
  else {
    const older = join(root, 'older')
    cpSync(migrations, older, { recursive: true })
    const journal = join(older, 'index', 'meta', '_journal.json')
    const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { tag: string }[] }
    const upTo = entries.findIndex(({ tag }) => tag === last) + 1
    writeFileSync(journal, JSON.stringify({ entries: entries.slice(0, upTo) }))
    await migrateUp(index, { name: 'index', folder: older }, 1)
  }
  return { index, folder: migrations }
}
