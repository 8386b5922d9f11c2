// The composer over HTTP, seen from another client: threads, gates, labels, drafts; nothing lost and nothing doubled.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AppBskyFeedPost, AppBskyFeedPostgate, AppBskyFeedThreadgate, AtpAgent } from '@atproto/api'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const account = await network.createAccount(`composer-${randomBytes(2).toString('hex')}`)
const cookie = await signIn(server, account)
const foreign = await login(account)
const postType = 'app.bsky.feed.post'

async function login({ handle, password }: { handle: string; password: string }) {
  const agent = new AtpAgent({ service: network.pdsUrl })
  await agent.login({ identifier: handle, password })
  return agent
}

type Fields = [string, string][]

async function open(path = '/compose'): Promise<{ html: string; fields: Fields }> {
  const html = await (await send(server, { name: path, path, cookie })).text()
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return { html, fields: hidden.map(([, name = '', value = '']) => [name, value]) }
}

/** Sends a form as a browser does, with files or without. */
async function sendForm(fields: Fields, { as = cookie, json = false } = {}) {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  const answer = await fetch(`${server.url}/post`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, ...(as ? { cookie: as } : {}), ...(json ? { accept: 'application/json' } : {}) },
    body,
  })
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}

const fieldOf = (fields: Fields, name: string) => fields.find(([field]) => field === name)?.[1] ?? ''
const keysOf = (fields: Fields) => fields.filter(([name]) => name === 'rkey[]').map(([, value]) => value)

async function record(rkey: string, collection = postType) {
  const { data } = await foreign.com.atproto.repo.getRecord({ repo: account.did, collection, rkey })
  return data
}

async function countPosts(text: string): Promise<number> {
  const { data } = await foreign.com.atproto.repo.listRecords({ repo: account.did, collection: postType, limit: 100 })
  return data.records.filter(({ value }) => (value as { text: string }).text === text).length
}

/** A form of `texts`, made press by press without JavaScript; the last page's fields and texts. */
async function writeThread(texts: string[]): Promise<Fields> {
  let { fields } = await open()
  for (const [at, text] of texts.entries()) {
    const key = keysOf(fields)[at] ?? ''
    fields = [...fields, [at === 0 ? 'text' : `text-${key}`, text]]
    if (at === texts.length - 1) return fields
    const { status, location } = await sendForm([...fields, ['do', 'add'], ['gates', '1'], ['quotable', '1']])
    assert.equal(status, 303)
    const next = await open(location)
    const keys = keysOf(next.fields)
    assert.equal(keys.length, at + 2)
    assert.equal(location, `/compose?draft=${fieldOf(next.fields, 'draft')}#post-${keys[at + 1]}`)
    for (const earlier of texts.slice(0, at + 1)) assert.match(next.html, new RegExp(`>${earlier}</textarea>`))
    fields = [
      ...next.fields,
      ...texts
        .slice(0, at + 1)
        .map((done, place): [string, string] => [place === 0 ? 'text' : `text-${keys[place]}`, done]),
    ]
  }
  return fields
}

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

test('posts move, go and lose what they quote; each problem stands at its post', async () => {
  const { fields } = await open(`/compose?quote=${encodeURIComponent(network.posts.sleeper?.uri ?? '')}`)
  assert.equal(fields.filter(([name]) => name.startsWith('quote-')).length, 1)
  const added = await open((await sendForm([...fields, ['text', 'Upper'], ['do', 'add']])).location)
  const [upper = '', lower = ''] = keysOf(added.fields)
  const both: Fields = [...added.fields, ['text', 'Upper'], [`text-${lower}`, 'x'.repeat(301)]]
  const refused = await sendForm(both)
  assert.equal(refused.status, 422)
  assert.match(refused.text, new RegExp(`href="#text-${lower}">1 character too many`))
  assert.match(refused.text, new RegExp(`id="text-${lower}-problem"(?! hidden)`))
  const current = async (location: string) => open(location)
  const version = (page: Awaited<ReturnType<typeof open>>, texts: Fields): Fields => [...page.fields, ...texts]
  const draft = `/compose?draft=${fieldOf(added.fields, 'draft')}`
  const moved = await sendForm(
    version(await current(draft), [
      ['text', 'Upper'],
      [`text-${lower}`, 'Lower'],
      ['do', `up:${lower}`],
    ]),
  )
  const page = await open(moved.location)
  assert.deepEqual(keysOf(page.fields), [lower, upper])
  const rest = await sendForm(
    version(page, [
      ['text', 'Lower'],
      [`text-${upper}`, 'Upper'],
      ['do', `remove:${lower}`],
    ]),
  )
  const left = await open(rest.location)
  assert.deepEqual(keysOf(left.fields), [upper])
  const bare = await sendForm(
    version(left, [
      ['text', 'Upper'],
      ['do', `unquote:${upper}`],
    ]),
  )
  assert.equal((await open(bare.location)).fields.filter(([name]) => name.startsWith('quote-')).length, 0)
})

test('who can reply and quote is kept for all posts when asked to', async () => {
  const { fields } = await open()
  const chosen: Fields = [
    ['gates', '1'],
    ['gate', 'some'],
    ['allow[]', 'mentioned'],
    ['allow[]', 'followers'],
    ['asDefault', '1'],
  ]
  await sendForm([...fields, ['text', 'For all'], ...chosen, ['do', 'save']])
  const { data } = await foreign.app.bsky.actor.getPreferences()
  const kept = data.preferences.find(({ $type }) => $type === 'app.bsky.actor.defs#postInteractionSettingsPref')
  assert.deepEqual(kept, {
    $type: 'app.bsky.actor.defs#postInteractionSettingsPref',
    threadgateAllowRules: [
      { $type: 'app.bsky.feed.threadgate#mentionRule' },
      { $type: 'app.bsky.feed.threadgate#followerRule' },
    ],
    postgateEmbeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
  })
  const { html } = await open()
  assert.match(html, /Some people can reply · nobody can quote/)
  const anyone: Fields = [
    ['gates', '1'],
    ['gate', 'anyone'],
    ['quotable', '1'],
    ['asDefault', '1'],
    ['do', 'save'],
  ]
  await sendForm([...(await open()).fields, ['text', 'For nobody'], ...anyone])
  assert.match((await open()).html, /Anyone can reply/)
})

test('a reply or a quote that its author does not allow is refused in a sentence', async () => {
  const author = await network.createAccount(`closed-${randomBytes(2).toString('hex')}`)
  const theirs = await login(author)
  const closed = await theirs.post({ text: 'Closed to all.' })
  const rkey = closed.uri.split('/').at(-1) ?? ''
  const createdAt = new Date().toISOString()
  await theirs.app.bsky.feed.threadgate.create({ repo: author.did, rkey }, { post: closed.uri, allow: [], createdAt })
  await theirs.app.bsky.feed.postgate.create(
    { repo: author.did, rkey },
    { post: closed.uri, embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }], createdAt },
  )
  const view = async () => (await foreign.app.bsky.feed.getPosts({ uris: [closed.uri] })).data.posts[0]
  await waitFor('the AppView knows the gates', async () => {
    const viewer = (await view())?.viewer
    return viewer?.replyDisabled === true && viewer.embeddingDisabled === true
  })
  const attempt = async (query: Record<string, string>) => {
    const { fields } = await open(`/compose?${new URLSearchParams(query)}`)
    return sendForm([...fields, ['text', 'Let me in']])
  }
  const reply = await attempt({ reply: closed.uri })
  assert.equal(reply.status, 403)
  assert.match(reply.text, /You cannot reply here: nobody can reply in this thread\./)
  assert.match(reply.text, />Let me in<\/textarea>/)
  const quote = await attempt({ quote: closed.uri })
  assert.equal(quote.status, 403)
  assert.match(quote.text, /lets nobody quote this post/)
  await theirs.app.bsky.graph.block.create({ repo: author.did }, { subject: account.did, createdAt })
  await waitFor('the AppView knows the block', async () => {
    const { data } = await foreign.app.bsky.actor.getProfile({ actor: author.did })
    return data.viewer?.blockedBy === true && (await view()) === undefined
  })
  const blocked = await attempt({ reply: closed.uri })
  assert.equal(blocked.status, 403)
  assert.match(blocked.text, /has blocked you, so you cannot reply to this post/)
  assert.equal(await countPosts('Let me in'), 0)
})

test('drafts are listed, escaped and deleted, and only blank ones are not kept as somebody types', async () => {
  const { fields } = await open()
  const draft = fieldOf(fields, 'draft')
  const blank = await sendForm([...fields, ['text', ' '], ['do', 'autosave']], { json: true })
  assert.deepEqual([blank.status, JSON.parse(blank.text)], [200, {}])
  const saved = await sendForm([...fields, ['text', '<img src=x>"\n2nd line'], ['do', 'autosave']], { json: true })
  const { version } = JSON.parse(saved.text)
  assert.ok(version > 0)
  const shelf = (await open('/drafts')).html
  assert.match(shelf, /&lt;img src=x/)
  assert.ok(!shelf.includes('<img src=x>'))
  const body = new URLSearchParams({ draft }).toString()
  const headers = { origin: server.url, 'content-type': 'application/x-www-form-urlencoded', cookie }
  const gone = await fetch(`${server.url}/drafts`, { method: 'POST', redirect: 'manual', headers, body })
  assert.equal(gone.status, 303)
  assert.ok(!(await open('/drafts')).html.includes('&lt;img src=x'))
})

test('20 MB of text are refused, with a sentence', async () => {
  const { fields } = await open()
  const answer = await sendForm([...fields, ['text', 'x'.repeat(20_000_000)]])
  assert.equal(answer.status, 413)
  assert.match(answer.text, /1 MB is the most/)
  const long = await sendForm([...fields, ['text', 'x'.repeat(200_000)]])
  assert.equal(long.status, 413)
  assert.match(long.text, /A draft holds 100,000 characters a post/)
})
