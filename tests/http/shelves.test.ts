// Feeds, lists, starter packs and labelers over HTTP: what each page says, to whom, and what their forms change.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { createMaker } from '../shelf-records.ts'
import { waitFor } from '../wait-for.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const generator = await startFeedGenerator()
after(generator.close)
const tag = randomBytes(3).toString('hex')
const maker = await createMaker(network, `shelf-${tag}`)
const { account, agent } = maker
const [ines, kenji, wren] = ['ines', 'kenji', 'wren'].map((name) => network.account(name).did)
const rkeyOf = (uri: string | undefined) => uri?.split('/').at(-1) ?? ''
const at = (collection: string, rkey: string) => `at://${account.did}/${collection}/${rkey}`

const moths = {
  did: generator.did,
  displayName: `Moths ${tag}`,
  description: 'See example.org <b>now</b>',
  descriptionFacets: [
    {
      index: { byteStart: 4, byteEnd: 15 },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org/moths' }],
    },
  ],
  contentMode: 'app.bsky.feed.defs#contentModeVideo',
}
const feed = await maker.write('app.bsky.feed.generator', moths, 'moths')
generator.feeds.set(feed, [network.posts.sleeper?.uri ?? ''])
const cold = await maker.write(
  'app.bsky.feed.generator',
  { did: generator.did, displayName: `Cold kiln ${tag}` },
  'cold',
)
const lost = await maker.write('app.bsky.feed.generator', { did: 'did:web:localhost%3A9', displayName: 'Lost' }, 'lost')
await waitFor('the AppView knows the feeds', async () => {
  const { data } = await agent.app.bsky.feed.getFeedGenerators({ feeds: [feed, cold, lost] })
  return data.feeds.length === 3
})
const readers = await maker.writeList(`Readers ${tag}`, 'curatelist', [ines ?? '', wren ?? ''])
const loud = await maker.writeList(`Loud ${tag}`, 'modlist', [kenji ?? ''])
const people = await maker.writeList('behind', 'referencelist', [ines ?? '', kenji ?? ''])
const pack = { name: `Start ${tag}`, description: 'Begin here', list: people, feeds: [{ uri: feed }] }
const packUri = await maker.write('app.bsky.graph.starterpack', pack)
await waitFor('the AppView knows the pack', async () => {
  const { data } = await agent.app.bsky.graph.getStarterPack({ starterPack: packUri })
  return data.starterPack.feeds?.length === 1 && data.starterPack.list?.listItemCount === 2
})

/** Somebody who shows their account to people who are signed in only, and has a list. */
const shy = await createMaker(network, `shy-${tag}`)
const label = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] }
await shy.write('app.bsky.actor.profile', { displayName: 'Shy', labels: label }, 'self')
const shyList = await shy.writeList(`Quiet ${tag}`, 'curatelist', [ines ?? ''])
await waitFor('the AppView knows that they are shy', async () => {
  const { data } = await agent.app.bsky.actor.getProfile({ actor: shy.account.did })
  return data.labels?.some(({ val }) => val === '!no-unauthenticated')
})

const person = await signInAs(server, account)
const { cookie } = person
const base = `/profile/${account.handle}`
const packPath = `/starter-pack/${account.handle}/${rkeyOf(packUri)}`
const quiet = `/profile/${shy.account.handle}/lists/${rkeyOf(shyList)}`

testScenarios(server, [
  {
    name: 'feeds to discover, signed out',
    path: `/feeds?q=${encodeURIComponent(`moths ${tag}`)}`,
    status: 200,
    contains: [`Moths ${tag}`, `href="${base}/feed/moths"`, '&lt;b&gt;now'],
    lacks: ['/feeds/save', '/feeds/new', 'href="/lists"'],
  },
  {
    name: 'a search that finds nothing',
    path: `/feeds?q=none-${tag}`,
    status: 200,
    contains: ['No feed is called so'],
  },
  { name: 'nothing to discover', path: '/feeds', status: 200, contains: ['<h1>Feeds</h1>', 'type="search"'] },
  { name: 'the shelf of somebody new', path: '/feeds', cookie, status: 200, contains: ['Following', 'Made here'] },
  {
    name: 'a feed, signed out',
    path: `${base}/feed/moths`,
    status: 200,
    contains: [
      `Moths ${tag}`,
      `@${account.handle}`,
      'href="https://example.org/moths"',
      '>Video<',
      'Barcelona–Hendaye',
    ],
    lacks: ['/feeds/save', '/feeds/like', '</a> <b>now'],
  },
  {
    name: 'a feed by DID, signed in',
    path: `/profile/${account.did}/feed/moths`,
    cookie,
    status: 200,
    contains: ['/feeds/save', '/feeds/like'],
  },
  {
    name: 'a feed whose server refuses',
    path: `${base}/feed/cold`,
    status: 200,
    contains: ['Cold kiln', 'This feed does not answer', 'The kiln is cold'],
  },
  {
    name: 'a feed whose server is not there',
    path: `${base}/feed/lost`,
    cookie,
    status: 200,
    contains: ['Lost', 'This feed does not answer'],
  },
  { name: 'no such feed', path: `${base}/feed/none`, status: 404, contains: ['There is no such feed'] },
  {
    name: 'who likes a feed, when nobody does',
    path: `${base}/feed/cold/liked-by`,
    status: 200,
    contains: ['Nobody yet'],
  },
  { name: 'who likes no feed', path: `${base}/feed/none/liked-by`, status: 404 },
  {
    name: 'a list opens with its posts',
    path: `${base}/lists/${rkeyOf(readers)}`,
    status: 200,
    contains: [`Readers ${tag}`, '2 people', '<article', /aria-current="page"[^>]*>\s*Posts/],
    lacks: ['/feeds/save'],
  },
  {
    name: 'its people',
    path: `${base}/lists/${rkeyOf(readers)}?tab=people`,
    cookie,
    status: 200,
    contains: ['Inês Carvalho', 'class="people"', 'List by you', '/feeds/save'],
    lacks: ['<article'],
  },
  {
    name: 'a moderation list has people and no posts',
    path: `${base}/lists/${rkeyOf(loud)}`,
    status: 200,
    contains: [`Loud ${tag}`, 'Moderation list by', '@kenji.test'],
    lacks: ['<article', 'tab=people', 'You mute'],
  },
  { name: 'no such list', path: `${base}/lists/none`, status: 404, contains: ['There is no such list'] },
  { name: 'a list with an impossible key', path: `${base}/lists/a%20b`, status: 404 },
  {
    name: 'a list of somebody shy, signed out',
    path: quiet,
    status: 403,
    contains: ['Only for people who are signed in', '/sign-in?next='],
    lacks: [`Quiet ${tag}`, 'Inês'],
  },
  { name: 'the same, signed in', path: quiet, cookie, status: 200, contains: [`Quiet ${tag}`] },
  { name: 'lists are somebody’s', path: '/lists', status: 303, location: '/sign-in?next=%2Flists' },
  {
    name: 'lists',
    path: '/lists',
    cookie,
    status: 200,
    contains: [`Readers ${tag}`, `Loud ${tag}`, 'Moderation lists'],
  },
  {
    name: 'a starter pack',
    path: packPath,
    status: 200,
    contains: [`Start ${tag}`, 'Begin here', '2 people', 'Inês Carvalho', '@kenji.test', 'tab=feeds'],
  },
  {
    name: 'its feeds',
    path: `${packPath}?tab=feeds`,
    status: 200,
    contains: [`href="${base}/feed/moths"`],
  },
  { name: 'its posts', path: `${packPath}?tab=posts`, status: 200, contains: ['<article'] },
  {
    name: 'no such pack',
    path: `/starter-pack/${account.handle}/none`,
    status: 404,
    contains: ['no such starter pack'],
  },
  {
    name: 'the address under which packs are shared',
    path: `/start/${account.did}/${rkeyOf(packUri)}`,
    status: 301,
    location: `/starter-pack/${account.did}/${rkeyOf(packUri)}`,
  },
  {
    name: 'a labeler',
    path: '/profile/marsh.test/labeler',
    status: 200,
    contains: ['Predation', 'A meal in progress.', 'Warns, covers pictures and videos', 'Graphic media'],
  },
  {
    name: 'a labeler, seen by a subscriber',
    path: '/profile/marsh.test/labeler',
    cookie: (await signInAs(server, network.account('marit'))).cookie,
    status: 200,
    contains: ['You subscribe to it', 'Your setting: on'],
  },
  { name: 'no labeler', path: '/profile/ines.test/labeler', status: 404, contains: ['runs no labeler'] },
  { name: 'people to follow', path: '/suggestions', status: 200, contains: ['<h1>People to follow</h1>'] },
  {
    name: 'people like somebody',
    path: '/profile/ines.test/similar',
    cookie,
    status: 200,
    contains: ['Similar accounts'],
  },
  { name: 'people like somebody shy', path: '/profile/yael.test/similar', status: 403, lacks: ['יעל'] },
  { name: 'people like nobody', path: '/profile/nobody.test/similar', status: 404 },
  ...['/feeds/like', '/feeds/save'].map((path) => ({
    name: `${path} leads to the page to sign in on`,
    path,
    body: { uri: feed, shelf: 'pinned', back: `${base}/feed/moths` },
    status: 303,
    location: `/sign-in?${new URLSearchParams({ next: `${base}/feed/moths` })}`,
  })),
  { name: 'liking a list', path: '/feeds/like', body: { uri: readers }, cookie, status: 400 },
  { name: 'saving a post', path: '/feeds/save', body: { uri: 'at://x/y/z', shelf: 'pinned' }, cookie, status: 400 },
  { name: 'saving nowhere', path: '/feeds/save', body: { uri: feed, shelf: 'x' }, cookie, status: 400 },
  {
    name: 'liking a feed that is gone',
    path: '/feeds/like',
    body: { uri: at('app.bsky.feed.generator', 'none') },
    cookie,
    status: 404,
  },
])

const json = { accept: 'application/json' }

test('a like of a feed sent many times at once is one like, and so is taking it back', async () => {
  const records = async () => {
    const { data } = await agent.com.atproto.repo.listRecords({ repo: account.did, collection: 'app.bsky.feed.like' })
    return data.records.length
  }
  const act = (undo: string) => person.post('/feeds/like', { uri: cold, undo }, json).then((answer) => answer.json())
  const made = (await Promise.all(Array.from({ length: 6 }, () => act('')))) as { liked: boolean; uri: string | null }[]
  assert.ok(made.every(({ liked, uri }) => liked && uri === made[0]?.uri))
  assert.equal(await records(), 1)
  const shown = await (await person.get(`${base}/feed/cold`)).text()
  assert.match(shown, /aria-pressed="true"/, 'shown at once')
  await waitFor('who likes it is on its page', async () => {
    const html = await (await person.get(`${base}/feed/cold/liked-by`)).text()
    return html.includes('class="people"') && html.includes(account.handle)
  })
  await waitFor('the like is counted', async () => {
    const html = await (await person.get(`/feeds?q=${encodeURIComponent(`Cold kiln ${tag}`)}`)).text()
    return html.includes('1 like')
  })
  const undone = (await Promise.all(Array.from({ length: 6 }, () => act('1')))) as {
    liked: boolean
    uri: string | null
  }[]
  assert.ok(undone.every(({ liked, uri }) => !liked && uri === null))
  assert.equal(await records(), 0)
})

test('pinned at once by several forms, everything is kept, and so is what nobody knows', async () => {
  const read = async () => (await agent.app.bsky.actor.getPreferences({})).data.preferences as Record<string, unknown>[]
  const teapot = { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' }
  await agent.app.bsky.actor.putPreferences({ preferences: [...(await read()), teapot] as never })
  const save = (uri: string, shelf: string, headers = json) =>
    person.post('/feeds/save', { uri, shelf, back: '/feeds' }, headers)
  await Promise.all([save(feed, 'pinned'), save(cold, 'saved'), save(readers, 'pinned'), save(feed, 'pinned')])
  const after = await read()
  assert.ok(after.some(({ $type, brew }) => $type === teapot.$type && brew === 'oolong'))
  const items = after.find(({ $type }) => $type === 'app.bsky.actor.defs#savedFeedsPrefV2')?.items as {
    value: string
    pinned: boolean
  }[]
  // Which of the forms comes first is open.
  const order = items.map(({ value, pinned }) => `${pinned} ${value}`)
  assert.deepEqual([order[0], order.at(-1)], ['true following', `false ${cold}`])
  assert.deepEqual(order.slice(1, -1).sort(), [`true ${feed}`, `true ${readers}`].sort())
  const shelf = await (await person.get('/feeds')).text()
  assert.match(shelf, /id="pinned".*Following.*id="saved".*Cold kiln/s)
  for (const title of [`Moths ${tag}`, `Readers ${tag}`]) {
    assert.match(shelf, new RegExp(`id="pinned".*${title}.*id="saved"`, 's'))
  }
  assert.match(await (await person.get(`${base}/feed/moths`)).text(), /Unpin from home/)
  const answer = await save(feed, 'none', { accept: 'text/html' })
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/feeds'])
  assert.match(await (await person.get(`${base}/feed/moths`)).text(), /Pin to home/, 'shown at once')
})

test('a list says whether the viewer mutes or blocks by it', async () => {
  const reader = await signInAs(server, shy.account)
  await shy.agent.app.bsky.graph.muteActorList({ list: loud })
  await waitFor('it says that it mutes', async () => {
    const html = await (await reader.get(`${base}/lists/${rkeyOf(loud)}`)).text()
    return html.includes('You mute everybody on this list.')
  })
  await shy.write('app.bsky.graph.listblock', { subject: loud })
  await waitFor('it says that it blocks', async () => {
    const html = await (await reader.get(`${base}/lists/${rkeyOf(loud)}`)).text()
    return html.includes('You block everybody on this list.')
  })
})

test('what somebody who is blocked made is not shown', async () => {
  const reader = await signInAs(server, shy.account)
  await shy.write('app.bsky.graph.block', { subject: account.did })
  for (const path of [`${base}/lists/${rkeyOf(readers)}`, `${base}/feed/moths`, packPath]) {
    await waitFor(`${path} is shut`, async () => {
      const answer = await reader.get(path)
      const html = await answer.text()
      return answer.status === 403 && html.includes('by somebody you have blocked') && !html.includes(tag.concat('<'))
    })
  }
})

test('posts point to the pages of what they carry', async () => {
  const { cid } = (
    await agent.com.atproto.repo.getRecord({ repo: account.did, collection: 'app.bsky.feed.generator', rkey: 'moths' })
  ).data
  const records = [
    { uri: feed, href: `${base}/feed/moths` },
    { uri: readers, href: `${base}/lists/${rkeyOf(readers)}` },
    { uri: packUri, href: packPath },
  ]
  for (const { uri } of records) {
    const embed = { $type: 'app.bsky.embed.record', record: { uri, cid: cid ?? '' } }
    await agent.post({ text: rkeyOf(uri), embed, createdAt: new Date().toISOString() })
  }
  await waitFor('the cards are on the profile', async () => {
    const html = await (await createPerson(server, cookie).get(base)).text()
    return records.every(({ href }) => html.includes(`class="link record" href="${href}"`))
  })
})
