// The composer’s page over HTTP: posts that move and go, defaults, refusals, drafts, bounds.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { type Fields, openComposer } from '../composer-desk.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const { account, cookie, foreign, login, open, sendForm, fieldOf, keysOf, countPosts } = await openComposer(
  network,
  server,
)

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
