// The data folder of a stream that is measured: feeds, filled already, and people who are signed in.
import { join } from 'node:path'
import { type MainDatabase, openDatabase } from '#db/client.ts'
import { migrateUp } from '#db/migrate.ts'
import { createFeed } from '#db/queries/change-feeds.ts'
import { type IndexChange, writeIndexChanges } from '#db/queries/index-changes.ts'
import { insertSession } from '#db/queries/sessions.ts'
import { recordSignIn } from '#db/queries/users.ts'
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import { toRows } from '#feeds/definition-rows.ts'
import { noLookups } from '#feeds/lookups.ts'
import { fingerprintOf } from '#server/backfill/plan-backfill.ts'
import { readConfig } from '#server/config.ts'
import { keepMatcher } from '#server/ingest/keep-matcher.ts'

/** Signed in here. */
export const people = Array.from(
  { length: 100 },
  (_, i) =>
    `did:plc:${String(i)
      .replace(/./g, (n) => 'abcdefghij'[Number(n)] ?? '')
      .padStart(24, 'z')}`,
)
/** Makes the databases that `stream` starts with. */
export async function prepareFeeds(dataDir: string, env: NodeJS.ProcessEnv, feeds: FeedDefinition[]): Promise<void> {
  const main = await openDatabase('main', `file:${join(dataDir, 'main.db')}`, { access: 'write' })
  await migrateUp(main, { name: 'main', folder: readConfig(env).paths.migrations }, Date.now())
  const user = "('did:plc:bench', 'bench.test', 'administrator', 1, 1)"
  await main.$client.execute(`INSERT INTO users (did, handle, role, created_at, last_signed_in_at) VALUES ${user}`)
  for (const { feedId, definition } of feeds) {
    await createFeed(main, 1, { slug: `bench-${feedId}`, title: 'bench', description: '' }, toRows(definition), 1)
  }
  await signIn(main)
  await markFilled(main, dataDir, env)
  main.$client.close()
}

/** Feeds that are new would be filled with older posts meanwhile, which asks the network for thousands of people. */
async function markFilled(main: MainDatabase, dataDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const index = await openDatabase('index', `file:${join(dataDir, 'index.db')}`, { access: 'write' })
  await migrateUp(index, { name: 'index', folder: readConfig(env).paths.migrations }, Date.now())
  const changes: IndexChange[] = []
  const rest = { phase: 'window', place: '', done: 0, total: 0, found: 0, note: null, startedAt: 1, updatedAt: 1 }
  await keepMatcher(main, noLookups, (read) => {
    for (const feed of read) {
      const row = { feedId: feed.feedId, fingerprint: fingerprintOf(feed), state: 'done' as const, ...rest }
      changes.push({ type: 'backfill', row })
    }
  }).refresh()
  await writeIndexChanges(index, 'bench', changes, undefined)
  index.$client.close()
}

/** Whom likes, follows, replies and mentions are looked through for: none of them is named, as in nearly all of life. */
async function signIn(main: MainDatabase): Promise<void> {
  for (const did of people) {
    const userId = await recordSignIn(main, { did, handle: 'person.test' }, 1)
    const times = { createdAt: 1, lastSeenAt: 1, expiresAt: Date.now() + 3600_000 }
    await insertSession(main, { userId, tokenHash: did, kind: 'password', userAgent: '', ...times })
  }
}
