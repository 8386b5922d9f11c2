// What somebody does with posts and people, sent twice, seen at once on our pages and in the end by another client.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppBskyFeedPostgate, AppBskyFeedThreadgate, AppBskyGraphBlock } from '@atproto/api'
import { makeActScene } from '../act-scene.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormWith } from '../read-form.ts'
import { startServer } from '../server.ts'
import { saveInTwoTabs } from '../two-tabs.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { own, other, root, reply, quote } = await makeActScene(network, 'acts')
const person = await signInAs(server, own.account)
const { did } = other.account
const json = { accept: 'application/json' }
const rkeyOf = (uri: string) => uri.split('/').at(-1) ?? ''
const profile = `/profile/${other.account.handle}`
const thread = `/profile/${own.account.did}/post/${rkeyOf(root)}`

type Answer = {
  status: number
  text?: string
  error?: string
  undo?: { action: string; fields: Record<string, string> }
}

async function act(path: string, fields: Record<string, string>): Promise<Answer> {
  const answer = await person.post(path, fields, json)
  return { ...((await answer.json()) as Omit<Answer, 'status'>), status: answer.status }
}

/** Sent twice at the same time and once more. */
async function actThrice(path: string, fields: Record<string, string>): Promise<Answer> {
  const answers = [...(await Promise.all([act(path, fields), act(path, fields)])), await act(path, fields)]
  for (const { status, error } of answers) assert.equal(status, 200, error)
  return answers[0] as Answer
}

async function takeBack({ undo }: Answer): Promise<Answer> {
  assert.ok(undo)
  return actThrice(undo.action, undo.fields)
}

const page = async (path: string) => (await person.get(path)).text()
const viewerOf = async () => (await own.agent.app.bsky.actor.getProfile({ actor: did })).data.viewer
const viewOf = async (uri: string) => (await own.agent.app.bsky.feed.getPosts({ uris: [uri] })).data.posts[0]

async function listRecords(collection: string) {
  return (await own.agent.com.atproto.repo.listRecords({ repo: own.account.did, collection })).data.records
}

/** What the one record of a collection says. */
async function readOnly<Value>(collection: string): Promise<Value> {
  const [record] = await listRecords(collection)
  assert.ok(record)
  return record.value as Value
}

test('mutes somebody whole, their reposts, their quotes, and goes back to what was', async () => {
  const reposts = await actThrice('/mute', { did, scope: 'reposts' })
  assert.match(reposts.text ?? '', /^Muted the reposts of /)
  assert.match(await page(profile), /Reposts muted/, 'shown at once')
  await waitFor('the AppView knows', async () => (await viewerOf())?.mutedOnlyReposts)
  assert.match(await page(`${profile}/menu`), /Show their reposts.*Mute their quotes/s)
  const both = await act('/mute', { did, scope: 'reposts+quotes' })
  await waitFor('the AppView knows', async () => {
    const viewer = await viewerOf()
    return viewer?.mutedOnlyReposts === true && viewer.mutedOnlyQuoteposts === true
  })
  const whole = await act('/mute', { did, scope: 'all' })
  assert.match(await page(profile), /Muted by you/, 'shown at once')
  await waitFor('the AppView knows', async () => (await viewerOf())?.muted)
  assert.equal((await takeBack(whole)).text?.startsWith('Muted the reposts and quotes of'), true)
  assert.match(await page(profile), /Reposts muted.*Quote posts muted/s)
  await waitFor('the AppView knows', async () => (await viewerOf())?.mutedOnlyQuoteposts)
  assert.match((await takeBack({ ...both, undo: reposts.undo as NonNullable<Answer['undo']> })).text ?? '', /^Unmuted /)
  await waitFor('the AppView knows', async () => (await viewerOf())?.mutedOnlyReposts === false)
})

test('blocks somebody with one record, and unblocks them', async () => {
  const blocked = await actThrice('/block', { did })
  const records = await listRecords('app.bsky.graph.block')
  assert.equal(records.length, 1)
  assert.ok(AppBskyGraphBlock.validateRecord(records[0]?.value).success)
  assert.equal(records[0]?.value.subject, did)
  assert.match(await page(profile), /You have blocked this account.*Unblock/s, 'shown at once')
  await waitFor('the AppView knows', async () => (await viewerOf())?.blocking)
  await takeBack(blocked)
  assert.deepEqual(await listRecords('app.bsky.graph.block'), [])
  assert.doesNotMatch(await page(profile), /You have blocked this account/, 'shown at once')
  await waitFor('the AppView knows', async () => (await viewerOf())?.blocking === undefined)
  await waitFor('their posts are back', async () => (await viewOf(reply)) !== undefined)
})

test('mutes a conversation from any of its posts', async () => {
  const muted = await actThrice('/post/mute-thread', { uri: reply })
  await waitFor('the AppView knows', async () => (await viewOf(root))?.viewer?.threadMuted)
  assert.match(await page(`/post/menu?uri=${encodeURIComponent(root)}`), /Unmute this conversation/)
  await takeBack(muted)
  await waitFor('the AppView knows', async () => (await viewOf(root))?.viewer?.threadMuted === false)
})

test('hides a post from its reader and keeps every other preference', async () => {
  const read = async () =>
    (await own.agent.app.bsky.actor.getPreferences({})).data.preferences as Record<string, unknown>[]
  const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
  await own.agent.app.bsky.actor.putPreferences({ preferences: [...(await read()), teapot] as never })
  const hiddenOf = async () =>
    (await read()).find(({ $type }) => $type === 'app.bsky.actor.defs#hiddenPostsPref')?.items
  const done = await actThrice('/post/hide', { uri: reply })
  assert.deepEqual(await hiddenOf(), [reply])
  assert.match(await page(`/post/menu?uri=${encodeURIComponent(reply)}`), /Show this post again/)
  assert.match(await page(thread), /You have hidden this post/)
  await takeBack(done)
  assert.deepEqual(await hiddenOf(), [])
  assert.ok((await read()).some(({ brew }) => brew === 'oolong'))
})

test('hides a reply from everybody, by a gate that is valid', async () => {
  const done = await actThrice('/post/hide-reply', { uri: reply })
  const [gate] = await listRecords('app.bsky.feed.threadgate')
  assert.ok(AppBskyFeedThreadgate.validateRecord(gate?.value).success)
  const { post, hiddenReplies, allow } = await readOnly<AppBskyFeedThreadgate.Record>('app.bsky.feed.threadgate')
  assert.deepEqual([post, hiddenReplies, allow, rkeyOf(gate?.uri ?? '')], [root, [reply], undefined, rkeyOf(root)])
  const menu = await page(`/post/menu?uri=${encodeURIComponent(reply)}`)
  assert.match(menu, /Show this reply for everyone/)
  await waitFor('the AppView knows', async () => {
    const record = (await viewOf(root))?.threadgate?.record as AppBskyFeedThreadgate.Record | undefined
    return record?.hiddenReplies?.includes(reply)
  })
  await takeBack(done)
  const after = await readOnly<AppBskyFeedThreadgate.Record>('app.bsky.feed.threadgate')
  assert.deepEqual(after.hiddenReplies, [])
})

test('takes a post out of a quote, by a gate that is valid', async () => {
  const done = await actThrice('/post/detach', { uri: quote })
  const gate = await readOnly<AppBskyFeedPostgate.Record>('app.bsky.feed.postgate')
  assert.ok(AppBskyFeedPostgate.validateRecord(gate).success)
  assert.deepEqual(gate.detachedEmbeddingUris, [quote])
  assert.match(await page(`${profile}/post/${rkeyOf(quote)}`), /detached by its author/, 'shown at once')
  await waitFor('the AppView knows', async () => {
    const embed = (await viewOf(quote))?.embed as { record?: { detached?: boolean } } | undefined
    return embed?.record?.detached
  })
  await takeBack(done)
  await waitFor('the AppView knows', async () => {
    const embed = (await viewOf(quote))?.embed as { record?: { detached?: boolean } } | undefined
    return embed?.record?.detached === undefined
  })
})

test('says later who can reply and quote, and what was hidden stays hidden', async () => {
  await actThrice('/post/hide-reply', { uri: reply })
  const path = `/post/gate?uri=${encodeURIComponent(root)}`
  assert.match(await page(path), /value="anyone" checked.*name="quotable" value="1" checked/s)
  const save = async (fields: Record<string, string>) => {
    const answers = await Promise.all([person.post(path, fields), person.post(path, fields)])
    for (const { status } of answers) assert.equal(status, 303)
  }
  await save({ gate: 'some', 'allow[]': 'following' })
  const gate = await readOnly<AppBskyFeedThreadgate.Record>('app.bsky.feed.threadgate')
  const quotes = await readOnly<AppBskyFeedPostgate.Record>('app.bsky.feed.postgate')
  assert.ok(AppBskyFeedThreadgate.validateRecord(gate).success && AppBskyFeedPostgate.validateRecord(quotes).success)
  assert.deepEqual(gate.allow, [{ $type: 'app.bsky.feed.threadgate#followingRule' }])
  assert.deepEqual(gate.hiddenReplies, [reply])
  await waitFor('others can neither reply nor quote', async () => {
    const { data } = await other.agent.app.bsky.feed.getPosts({ uris: [root] })
    const viewer = data.posts[0]?.viewer
    return viewer?.replyDisabled === true && viewer.embeddingDisabled === true
  })
  assert.match(await page(path), /value="some" checked.*value="following" checked/s)
  await save({ gate: 'anyone', quotable: '1' })
  await waitFor('others can do both', async () => {
    const { data } = await other.agent.app.bsky.feed.getPosts({ uris: [root] })
    const viewer = data.posts[0]?.viewer
    return !viewer?.replyDisabled && !viewer?.embeddingDisabled
  })
})

test('two tabs: who can reply, said in one, and who can quote, said in the other, both count', async () => {
  const tabs = { path: `/post/gate?uri=${encodeURIComponent(root)}`, field: 'quotable' }
  const [, second] = await saveInTwoTabs(person, tabs, [{ gate: 'nobody' }, { quotable: undefined }])
  assert.equal(second.status, 303, await second.text())
  const [, both] = await saveInTwoTabs(person, tabs, [
    { gate: 'some', 'allow[]': 'following', quotable: '1' },
    { gate: 'anyone' },
  ])
  const html = await both.text()
  assert.match(html, /changed somewhere else meanwhile/)
  assert.deepEqual((await readOnly<AppBskyFeedThreadgate.Record>('app.bsky.feed.threadgate')).allow, [
    { $type: 'app.bsky.feed.threadgate#followingRule' },
  ])
  const back = Object.fromEntries(readFormWith(html, 'quotable'))
  assert.deepEqual([both.status, back.gate, back.quotable], [409, 'anyone', '1'])
  assert.equal((await person.post(tabs.path, back)).status, 303)
  assert.equal((await readOnly<AppBskyFeedThreadgate.Record>('app.bsky.feed.threadgate')).allow, undefined)
  assert.deepEqual((await readOnly<AppBskyFeedPostgate.Record>('app.bsky.feed.postgate')).embeddingRules, [])
})

test('pins a post and keeps what else the profile says', async () => {
  await own.agent.upsertProfile(() => ({ displayName: 'Counter', description: 'Of ships.' }))
  const done = await actThrice('/post/pin', { uri: root })
  const pinned = (await listRecords('app.bsky.actor.profile'))[0]?.value as Record<string, unknown>
  assert.deepEqual([pinned.displayName, (pinned.pinnedPost as { uri: string }).uri], ['Counter', root])
  assert.match(await page(`/post/menu?uri=${encodeURIComponent(root)}`), /Unpin from your profile/)
  await takeBack(done)
  const value = (await listRecords('app.bsky.actor.profile'))[0]?.value as Record<string, unknown>
  assert.deepEqual([value.displayName, value.description, value.pinnedPost], ['Counter', 'Of ships.', undefined])
})

test('deletes a post and keeps its words as a draft, once', async () => {
  const uri = (await own.agent.post({ text: 'Twelwe ships.', langs: ['nb'], createdAt: new Date().toISOString() })).uri
  const form = await page(`/post/delete?uri=${encodeURIComponent(uri)}`)
  const hiddenField = (name: string) => form.match(new RegExp(`name="${name}" value="([^"]+)"`))?.[1] ?? ''
  const fields = { uri, again: '1', draft: hiddenField('draft'), rkey: hiddenField('rkey') }
  const answers = [
    ...(await Promise.all([1, 2].map(() => person.post('/post/delete', fields)))),
    await person.post('/post/delete', fields),
  ]
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, `/compose?draft=${fields.draft}`])
  }
  const uris = (await listRecords('app.bsky.feed.post')).map((record) => record.uri)
  assert.ok(!uris.includes(uri) && uris.includes(root))
  assert.match(await page(`/compose?draft=${fields.draft}`), /Twelwe ships\./)
})

test('is told what somebody posts, and no longer', async () => {
  await own.agent.follow(did)
  await waitFor('the AppView knows', async () => (await viewerOf())?.following)
  const listed = async () => (await own.agent.app.bsky.notification.listActivitySubscriptions({})).data.subscriptions
  const done = await actThrice('/subscribe', { did, what: 'replies' })
  await waitFor('the AppView knows', async () => {
    const [found] = await listed()
    return found?.viewer?.activitySubscription?.reply
  })
  assert.match(await page(`${profile}/menu`), /Stop notifying me/)
  await takeBack(done)
  await waitFor('the AppView knows', async () => (await listed()).length === 0)
})
