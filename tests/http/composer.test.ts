// The composer over HTTP, seen from another client: threads, gates, labels; nothing lost and nothing doubled.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AppBskyFeedPost, AppBskyFeedPostgate, AppBskyFeedThreadgate } from '@atproto/api'
import { type Fields, openComposer } from '../composer-desk.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { account, cookie, foreign, open, sendForm, fieldOf, keysOf, record, countPosts, writeThread } =
  await openComposer(network, server)
const postType = 'app.bsky.feed.post'

test('a thread with gates, labels and languages is what was meant, sent twice at once and once more', async () => {
  const list = await foreign.com.atproto.repo.createRecord({
    repo: account.did,
    collection: 'app.bsky.graph.list',
    record: {
      $type: 'app.bsky.graph.list',
      name: 'Friends',
      purpose: 'app.bsky.graph.defs#curatelist',
      createdAt: new Date().toISOString(),
    },
  })
  const written = await writeThread(['One of three', 'Two of three', 'Three of three'])
  const keys = keysOf(written)
  const fields: Fields = [
    ...written,
    ['lang[]', 'nb'],
    ['lang[]', 'en'],
    ['lang[]', ''],
    ['gates', '1'],
    ['gate', 'some'],
    ['allow[]', 'following'],
    ['list[]', list.data.uri],
    [`label-${keys[1]}`, 'nudity'],
    [`graphic-${keys[1]}`, 'graphic-media'],
  ]
  // The page was opened, so its version is known: the first of these changes it, the others find it changed just so.
  const answers = [...(await Promise.all([sendForm(fields), sendForm(fields)])), await sendForm(fields)]
  assert.deepEqual(
    answers.map(({ status, location }) => [status, location]),
    answers.map(() => [303, `/profile/${account.handle}/post/${keys[0]}`]),
  )
  const posts = await Promise.all(keys.map((key) => record(key)))
  const [first, second, third] = posts.map(({ value }) => value as AppBskyFeedPost.Record)
  for (const value of [first, second, third]) {
    assert.ok(AppBskyFeedPost.validateRecord(value).success)
    assert.deepEqual(value?.langs, ['nb', 'en'])
  }
  assert.equal(first?.reply, undefined)
  const ref = (at: number) => ({ uri: posts[at]?.uri, cid: posts[at]?.cid })
  assert.deepEqual(second?.reply, { root: ref(0), parent: ref(0) }, 'the cid is what the server made of the record')
  assert.deepEqual(third?.reply, { root: ref(0), parent: ref(1) })
  assert.deepEqual(second?.labels, {
    $type: 'com.atproto.label.defs#selfLabels',
    values: [{ val: 'nudity' }, { val: 'graphic-media' }],
  })
  assert.equal(first?.labels, undefined)
  const gate = (await record(keys[0] ?? '', 'app.bsky.feed.threadgate')).value as AppBskyFeedThreadgate.Record
  assert.ok(AppBskyFeedThreadgate.validateRecord(gate).success)
  assert.deepEqual(gate.allow, [
    { $type: 'app.bsky.feed.threadgate#followingRule' },
    { $type: 'app.bsky.feed.threadgate#listRule', list: list.data.uri },
  ])
  for (const key of keys) {
    const postgate = (await record(key, 'app.bsky.feed.postgate')).value
    assert.ok(AppBskyFeedPostgate.validateRecord(postgate).success)
    assert.equal(postgate.post, `at://${account.did}/${postType}/${key}`)
  }
  for (const text of ['One of three', 'Two of three', 'Three of three']) assert.equal(await countPosts(text), 1)
  assert.match((await open()).html, /<option value="nb" selected>/, 'the languages are remembered')
})

test('a thread that is there in part is completed, and nothing is doubled', async () => {
  const fields = await writeThread(['Begun', 'Cut off', 'Completed'])
  const keys = keysOf(fields)
  // What a server has that died on the way, or that heard a request whose answer was lost.
  const [rkey = ''] = keys
  const value = { $type: postType, text: 'Begun', createdAt: new Date().toISOString() }
  const { data } = await foreign.com.atproto.repo.createRecord({
    repo: account.did,
    collection: postType,
    rkey,
    record: value,
  })
  assert.equal((await sendForm(fields)).status, 303)
  const [second, third] = await Promise.all(keys.slice(1).map((key) => record(key)))
  const begun = { uri: data.uri, cid: data.cid }
  assert.deepEqual(second?.value.reply, { root: begun, parent: begun })
  assert.deepEqual(third?.value.reply, { root: begun, parent: { uri: second?.uri, cid: second?.cid } })
  assert.equal(await countPosts('Begun'), 1)
})

test('of two windows neither overwrites the other', async () => {
  const { fields } = await open()
  const draft = fieldOf(fields, 'draft')
  const first = await sendForm([...fields, ['text', 'First window'], ['do', 'save']])
  assert.equal(first.location, `/compose?draft=${draft}`)
  const second = await sendForm([...fields, ['text', 'Second window'], ['do', 'save']])
  assert.equal(second.status, 303)
  assert.notEqual(second.location, first.location)
  assert.match((await open(first.location)).html, />First window<\/textarea>/)
  assert.match((await open(second.location)).html, />Second window<\/textarea>/)
  const shelf = (await open('/drafts')).html
  assert.match(shelf, /First window[\s\S]*Second window|Second window[\s\S]*First window/)
})

test('what was changed after posting is kept, and posted only when it is sent again', async () => {
  const { fields } = await open()
  const posted = await sendForm([...fields, ['text', 'Posted once']])
  assert.equal(posted.status, 303)
  assert.equal((await sendForm([...fields, ['text', 'Posted once']])).location, posted.location, 'back, and sent again')
  const changed = await sendForm([...fields, ['text', 'Changed afterwards']])
  assert.equal(changed.status, 409)
  assert.match(changed.text, />Changed afterwards<\/textarea>/)
  assert.match(changed.text, /changed or posted in another window/)
  assert.deepEqual([await countPosts('Posted once'), await countPosts('Changed afterwards')], [1, 0])
  const draft = await send(server, { path: `/compose?draft=${fieldOf(fields, 'draft')}`, name: 'draft', cookie })
  assert.deepEqual([draft.status, draft.headers.get('location')], [303, posted.location])
})

test('a session that has ended loses nothing, however long the thread', async () => {
  const texts = ['a', 'b', 'c'].map((letter) => `Kept ${letter} ${'long '.repeat(500)}end`)
  const fields = await writeThread(texts)
  const changed = fields.map(([name, value]): [string, string] => [name, value.replace('Kept a', 'Kept and changed')])
  const away = await sendForm(changed, { as: '' })
  const next = new URL(away.location, server.url).searchParams.get('next') ?? ''
  assert.deepEqual([away.status, next], [303, `/compose?draft=${fieldOf(fields, 'draft')}`])
  const { html } = await open(next)
  for (const part of ['Kept and changed long', 'Kept b long', 'Kept c long']) assert.ok(html.includes(part), part)
  const quiet = await sendForm(changed, { as: '', json: true })
  assert.equal(quiet.status, 401)
  assert.equal(JSON.parse(quiet.text).draft, fieldOf(fields, 'draft'))
})

test('nobody writes into drafts of others', async () => {
  const { fields } = await open()
  await sendForm([...fields, ['text', 'Mine'], ['do', 'save']])
  const [user] = fieldOf(fields, 'seal').split('.')
  const without = fields.filter(([name]) => name !== 'seal')
  for (const seal of [`${user}.${'A'.repeat(43)}`, `${user}.`, '', 'x.y', '0.0']) {
    const away = await sendForm([...without, ['seal', seal], ['text', 'Theirs'], ['do', 'save']], { as: '' })
    assert.match(new URL(away.location, server.url).searchParams.get('next') ?? '', /^\/compose\?text=Theirs/)
  }
  const { html } = await open(`/compose?draft=${fieldOf(fields, 'draft')}`)
  assert.match(html, />Mine<\/textarea>/)
  const other = await network.createAccount(`reader-${randomBytes(2).toString('hex')}`)
  const draft = `/compose?draft=${fieldOf(fields, 'draft')}`
  const strange = await send(server, { name: 'draft', path: draft, cookie: await signIn(server, other) })
  assert.equal(strange.status, 404)
})

for (const { name, who, message } of [
  { name: 'some who are nobody', who: [], message: 'Choose who can reply, or nobody.' },
  {
    name: 'more than a threadgate holds',
    who: ['following', 'followers', 'mentioned'].map((group): [string, string] => ['allow[]', group]),
    message: 'No more than 5 groups and lists together.',
  },
]) {
  test(`who can reply, ${name}: it comes back as it was chosen, and is not posted`, async () => {
    const text = `Asked of ${name}`
    const lists = ['a', 'b', 'c'].map((key) => `at://${account.did}/app.bsky.graph.list/3k${key.repeat(11)}`)
    const fields: Fields = [
      ...(await writeThread([text])),
      ['gates', '1'],
      ['gate', 'some'],
      ['asDefault', '1'],
      ...who,
      ...(who.length > 0 ? lists.map((uri): [string, string] => ['list[]', uri]) : []),
    ]
    const { status, text: html } = await sendForm(fields)
    assert.equal(status, 422)
    assert.ok(html.includes(message) && html.includes(text), html.slice(0, 3000))
    assert.match(html, /<details class="disclose" open>.*name="gate" value="some" checked/s)
    assert.equal(await countPosts(text), 0)
    const { preferences } = (await foreign.app.bsky.actor.getPreferences({})).data
    assert.ok(!JSON.stringify(preferences).includes('postInteractionSettingsPref'), 'it is no default either')
    if (who.length > 0) return
    const draft = fieldOf(fields, 'draft')
    const reopened = await open(`/compose?draft=${draft}`)
    assert.match(reopened.html, /name="gate" value="some" checked/, 'reopened, it is as it was chosen')
    const at = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)
    const late = await send(server, { name: 'later', path: `/scheduled/${draft}`, body: { at, zone: 'UTC' }, cookie })
    assert.equal(late.status, 422)
    assert.ok((await late.text()).includes(message), 'nor is it posted later')
  })
}
