// Bytes on disk a kept post, indexes and author included, beside the plain table that held posts before.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { readConfig } from '#server/config.ts'
import { createPostMaker, plainSchema, toPlainRow } from './stored-posts.ts'

const count = Number(process.env.POSTS ?? 20_000)
/** Posts an author has in the index, on the average. */
const perAuthor = 8
const folder = mkdtempSync(join(tmpdir(), 'skypanel-size-'))
const make = createPostMaker(count, count / perAuthor)

const index = await openDatabase('index', `file:${join(folder, 'index.db')}`, { access: 'write' })
await migrateUp(index, { name: 'index', folder: readConfig({}).paths.migrations }, Date.now())
const plain = createClient({ url: `file:${join(folder, 'plain.db')}` })
await plain.executeMultiple(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${plainSchema}`)
const empty = { ours: sizeOf('index.db'), plain: sizeOf('plain.db') }

for (let at = 0; at < count; at += 500) {
  const posts = Array.from({ length: Math.min(500, count - at) }, (_, n) => make(at + n))
  const changes = posts.flatMap(({ actor, post }): IndexChange[] => [
    { type: 'actor', actor, now: post.indexedAt },
    { type: 'keepPost', post, feedIds: [1], sortKey: post.createdAt },
  ])
  await writeIndexChanges(index, 'bench', changes, undefined)
  await plain.batch(
    posts.flatMap(({ post }, n) => toPlainRow(post, at + n + 1)),
    'write',
  )
}
await index.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
await plain.execute('PRAGMA wal_checkpoint(TRUNCATE)')
const ours = (sizeOf('index.db') - empty.ours) / count
const theirs = (sizeOf('plain.db') - empty.plain) / count
console.log(`size: ${count} posts, ${perAuthor} an author, each in one feed; posts as in network-posts.ts`)
console.log(`  packed, with authors and indexes: ${ours.toFixed(0)} bytes a post (bar: 300)`)
console.log(
  `  plain tables of the same posts:   ${theirs.toFixed(0)} bytes a post, ${(theirs / ours).toFixed(1)}× ours`,
)
const { rows } = await index.$client.execute('SELECT sum(length(text)) / count(*) FROM indexed_posts')
console.log(`  of which what the post says:      ${rows[0]?.[0]} bytes`)
if (process.env.PARTS) {
  const { rows: parts } = await index.$client.execute(
    'SELECT name, sum(pgsize) AS size FROM dbstat GROUP BY name ORDER BY 2 DESC',
  )
  for (const { name, size } of parts) console.log(`  ${String(name).padEnd(40)} ${(Number(size) / count).toFixed(1)}`)
}
index.$client.close()
plain.close()
rmSync(folder, { recursive: true })

function sizeOf(file: string): number {
  return statSync(join(folder, file)).size
}
