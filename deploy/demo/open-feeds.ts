// The feeds that the main account makes in SkyPanel before anybody looks: by the forms, as a person would.
import type { Account } from './account.ts'
import { opened } from './page.ts'
import { createVisitor, type Visitor } from './visitor.ts'

const feeds = [
  {
    title: 'Night Trains',
    description: 'Sleepers, timetables, dining cars, and the people who cannot sleep in them.',
    hashtags: 'nighttrains nachtzug 夜行列車',
    keywords: 'night train\nsleeper car',
  },
  { title: 'Clay & Glaze', description: 'Pots and kilns, no shops.', hashtags: 'clay glaze', keywords: 'kiln' },
  { title: 'Out of the window', description: 'Birds, tides, first frost.', hashtags: 'birds tides', keywords: 'heron' },
]

/** Signs `visitor` in with the account's password. Throws when SkyPanel refuses. */
export async function signIn(visitor: Visitor, { handle, password }: Account) {
  return opened(visitor.send(await visitor.open('/sign-in'), '/auth/password', { handle, password }))
}

/** Makes a feed of these values and publishes it. Gives its number and the path of its public page. */
export async function openFeed(visitor: Visitor, values: Record<string, string>) {
  const made = await opened(visitor.send(await visitor.open('/feeds/new'), /^\/feeds(\/new)?$/, values))
  const actions = made.forms.map(({ action }) => new URL(action, made.url).pathname)
  const publish = actions.find((action) => /^\/feeds\/\d+\/publish$/.test(action))
  const preview = made.links.find((link) => /^\/f\/[^/]+$/.test(link))
  if (!publish || !preview) throw new Error(`no way to publish or to look at it on ${made.url}`)
  await opened(visitor.send(made, publish))
  return { id: Number(publish.split('/')[2]), preview }
}

/** Opens the demo's feeds at `url` in the name of `account`. The ticker's posts fill them. */
export async function openFeeds(url: string, account: Account, signal: AbortSignal): Promise<void> {
  const visitor = createVisitor(url, signal)
  await signIn(visitor, account)
  for (const feed of feeds) await openFeed(visitor, feed)
}
