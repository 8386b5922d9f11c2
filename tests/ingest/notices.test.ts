// What the firehose does to people who are signed in here: announced to them, counted, taken back, never shown.
import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { openDatabase } from '#db/client.ts'
import { listNotificationEvents } from '#db/queries/notification-events.ts'
import { deleteSession, insertSession } from '#db/queries/sessions.ts'
import { deleteUser, recordSignIn } from '#db/queries/users.ts'
import { createHarness, until } from './ingest-harness.ts'
import { commitFrame, createPost, createSignedRepo, type RepoWrite } from './signed-repo.ts'

const me = 'did:plc:meeeeeeeeeeeeeeeeeeeeeee'
const mine = { uri: `at://${me}/app.bsky.feed.post/3a`, cid: 'bafyreib' }
const like = (rkey: string): RepoWrite => ({
  action: 'create',
  path: `app.bsky.feed.like/${rkey}`,
  record: { $type: 'app.bsky.feed.like', subject: mine, createdAt: new Date().toISOString() },
})

/** A box where `me` is signed in, one account that acts, and who was told how much. */
async function open(t: TestContext) {
  const harness = await createHarness(t)
  const main = await openDatabase('main', `file:${harness.dataDir}/main.db`, { access: 'write' })
  t.after(() => main.$client.close())
  const now = Date.now()
  const userId = await recordSignIn(main, { did: me, handle: 'me.test' }, now)
  await insertSession(main, {
    userId,
    tokenHash: 'hash',
    kind: 'password',
    userAgent: '',
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 3600_000,
  })
  const repo = await createSignedRepo()
  harness.plc.register(repo.did, repo.signer.multikey)
  let seq = 0
  const send = async (...writes: RepoWrite[]) => {
    const body = await repo.commit(writes)
    harness.relay.add({ seq: ++seq, bytes: commitFrame(seq, body) })
    return body
  }
  const settled = () => until(harness.cursor, (cursor) => cursor === seq)
  const reasons = async () =>
    (await listNotificationEvents(harness.index, me, 0, 100)).map(({ reason }) => reason).sort()
  const again = (body: Awaited<ReturnType<typeof send>>) => {
    harness.relay.add({ seq: ++seq, bytes: commitFrame(seq, body) })
  }
  return { harness, main, userId, repo, send, again, settled, reasons }
}

describe('notices', () => {
  it('are announced, each once, and forgotten with their record', async (t) => {
    const { harness, repo, send, again, settled, reasons } = await open(t)
    const ingest = await harness.start()
    await send(like('3k1'))
    const reply = createPost('hello', '3k2', { reply: { root: mine, parent: mine } })
    const body = await send(reply, like('3k3'))
    await send(createPost('about nobody', '3k4'))
    await settled()
    assert.deepEqual(await reasons(), ['like', 'like', 'reply'])
    again(body)
    await settled()
    await until(
      () => ingest.notified.reduce((sum, people) => sum + (people.get(me) ?? 0), 0),
      (told) => told === 3,
    )
    assert.ok(ingest.notified.every((people) => [...people.keys()].every((did) => did === me)))
    await send({ action: 'delete', path: 'app.bsky.feed.like/3k1' })
    await settled()
    assert.deepEqual(await reasons(), ['like', 'reply'])
    const uris = (await listNotificationEvents(harness.index, me, 0, 100)).map(({ uri }) => uri)
    assert.ok(uris.every((uri) => uri.startsWith(`at://${repo.did}/`)))
    // Nobody's words are kept for it.
    assert.deepEqual(await harness.texts(), [])
  })

  it('are taken back after a restart as well', async (t) => {
    const { harness, send, settled, reasons } = await open(t)
    const first = await harness.start()
    await send(like('3k1'))
    await settled()
    await first.stop()
    await harness.start()
    await send({ action: 'delete', path: 'app.bsky.feed.like/3k1' })
    await settled()
    assert.deepEqual(await reasons(), [])
  })

  it('are not kept of a commit that is refused', async (t) => {
    const { harness, repo, reasons } = await open(t)
    await harness.start()
    const body = await repo.commit([like('3k1')], { rev: '7zzzzzzzzzzzz' })
    harness.relay.add({ seq: 1, bytes: commitFrame(1, body) })
    await until(harness.cursor, (cursor) => cursor === 1)
    assert.deepEqual(await harness.reasons(), ['rev in the future'])
    assert.deepEqual(await reasons(), [])
  })

  it('are for people who are signed in', async (t) => {
    const { harness, main, send, settled, reasons } = await open(t)
    await deleteSession(main, 1)
    await harness.start()
    await send(like('3k1'))
    await settled()
    assert.deepEqual(await reasons(), [])
  })
  it('stay with who has signed out, and go with who has left, while it runs and while it does not', async (t) => {
    const { harness, main, userId, send, settled, reasons } = await open(t)
    const first = await harness.start()
    await send(like('3k1'))
    await settled()
    await deleteSession(main, 1)
    await first.stop()
    const second = await harness.start()
    assert.deepEqual(await reasons(), ['like'])
    await deleteUser(main, userId, undefined)
    await until(reasons, ({ length }) => length === 0)
    await second.stop()
    const sql = 'INSERT INTO notification_events (user_did, uri, reason, seen_at) VALUES (?, ?, ?, ?)'
    await harness.index.$client.execute({ sql, args: [me, mine.uri, 'quote', Date.now()] })
    await harness.start()
    await until(reasons, ({ length }) => length === 0)
  })
})
