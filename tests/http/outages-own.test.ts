// What lives on this box while upstream does not answer: feeds made here and their pages, settings, drafts, forms.
import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { testOutages } from './outage-rounds.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, {
  stream: true,
  settings: { ...upstream.settings, UPSTREAM_PATIENCE: '1500' },
})
after(async () => {
  await server.close()
  await upstream.close()
})

const tag = randomBytes(2).toString('hex')
const owner = await signInAs(server, await network.createAccount(`outage-own-${tag}`))
const fields = { title: 'Night trains', hashtags: 'NightTrains' }
const made = await owner.post('/feeds/new', fields, { accept: 'application/json' })
const { slug, id } = (await made.json()) as { slug: string; id: number }
const uri = encodeURIComponent(network.posts.sleeper?.uri ?? '')

const settings = [
  'account',
  'appearance',
  'content-and-media',
  'delete',
  'export',
  'following-feed',
  'handle',
  'languages',
  'notifications',
  'privacy-and-security',
  'profile',
  'saved-feeds',
  'threads',
]
const moderation = ['blocked-accounts', 'hidden-posts', 'modlists', 'muted-accounts', 'muted-words']
const ownPages = [
  `/feeds/${id}`,
  '/feeds/new',
  '/settings',
  ...settings.map((name) => `/settings/${name}`),
  '/moderation',
  ...moderation.map((name) => `/moderation/${name}`),
  '/drafts',
  '/scheduled',
  '/compose',
  `/compose?reply=${uri}`,
  '/lists/new',
  '/starter-pack/create',
  `/post/menu?uri=${uri}`,
  `/report?subject=${uri}`,
  '/profile/ines.test/menu',
  '/profile/ines.test/add-to-lists',
]

testOutages({
  server,
  setMood: upstream.setMood,
  pages: () => [
    ...[owner.cookie, ''].flatMap((who) => [`/f/${slug}`, `/embed/f/${slug}`].map((path) => ({ path, who }))),
    ...ownPages.map((path) => ({ path, who: owner.cookie })),
  ],
  documents: [`/f/${slug}/rss.xml`, `/f/${slug}/atom.xml`, `/f/${slug}/feed.json`],
})
