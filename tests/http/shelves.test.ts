// Feeds, lists, starter packs and labelers over HTTP: what each page says, and to whom.
import { after } from 'node:test'
import { startFeedGenerator } from '../feed-generator.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { fillShelf } from '../shelf-records.ts'
import { testScenarios } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const generator = await startFeedGenerator()
after(generator.close)
const { tag, account, shy, feed, readers, loud, pack, quiet: shyList } = await fillShelf(network, generator)
const rkeyOf = (uri: string | undefined) => uri?.split('/').at(-1) ?? ''
const person = await signInAs(server, account)
const { cookie } = person
const base = `/profile/${account.handle}`
const packPath = `/starter-pack/${account.handle}/${rkeyOf(pack)}`
const at = (collection: string, rkey: string) => `at://${account.did}/${collection}/${rkey}`
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
    path: `/start/${account.did}/${rkeyOf(pack)}`,
    status: 301,
    location: `/starter-pack/${account.did}/${rkeyOf(pack)}`,
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
