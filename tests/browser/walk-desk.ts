// Where every act is tried: somebody's page on the box, and other clients that look at what came of it.
import type { Page } from 'playwright-core'
import { type ActScene, makeActScene } from '../act-scene.ts'
import type { TestNetwork } from '../network.ts'
import type { TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { cookiesOf } from './cookies-of.ts'

type Loose = Record<string, unknown>

export type Desk = Awaited<ReturnType<typeof openWalk>>

/** Something a person does on a page, and whether the network, or the box where it stays there, shows what was meant. */
export type Act = { name: string; act: (desk: Desk) => Promise<unknown>; seen: (desk: Desk) => Promise<boolean> }

/** The scene of one person and another, with `page` signed in as the first. */
export async function openWalk(network: TestNetwork, server: TestServer, page: Page, name: string) {
  const scene: ActScene = await makeActScene(network, name)
  const { account, agent } = scene.own
  await page.context().addCookies(await cookiesOf(server, account))
  const list = async (collection: string) => {
    const { data } = await agent.com.atproto.repo.listRecords({ repo: account.did, collection, limit: 100 })
    return data.records
  }
  return {
    scene,
    network,
    server,
    page,
    agent,
    did: account.did,
    handle: account.handle,
    other: scene.other.account,
    /** Goes to a page, unless it is the one that is open: what was done on it stands there already. */
    open: async (path: string) => {
      const { pathname, search } = new URL(path, server.url)
      const now = new URL(page.url())
      if (now.pathname !== pathname || (search !== '' && now.search !== search)) await page.goto(server.url + path)
    },
    /** Goes to a page afresh: a script may be about to draw the open one anew. */
    visit: (path: string) => page.goto(server.url + path),
    /** Paths to come back to, by name. */
    places: new Map<string, string>(),
    /** Presses a button by its name, of the whole page or of a part of it. */
    press: (name: string | RegExp, within = 'main') =>
      page.locator(within).getByRole('button', { name, exact: true }).first().click(),
    /** Follows a link. */
    follow: (name: string | RegExp, within = 'main') =>
      page.locator(within).getByRole('link', { name, exact: true }).first().click(),
    /** Waits for the line that says what an act came to. */
    said: (words: RegExp) => page.locator('.said p', { hasText: words }).waitFor(),
    /** Opens the menu of what stands in focus, and presses or follows an entry. */
    choose: async (name: string | RegExp, within = '.focus') => {
      await page
        .locator(within)
        .getByRole('button', { name: /^More actions/ })
        .first()
        .click()
      const entries = page.locator('.does')
      const [button, link] = [entries.getByRole('button', { name }), entries.getByRole('link', { name })]
      await button.or(link).first().click()
    },
    undo: () => page.locator('.said').getByRole('button', { name: 'Undo' }).click(),
    /** Waits for the page that a settings form leads back to. */
    saved: () => page.waitForURL(/[?&](saved|done)=/),
    /** Values of the own records of a collection, as they lie on the person's server. */
    records: async (collection: string): Promise<Loose[]> => (await list(collection)).map(({ value }) => value),
    /** Whether there is one whose JSON holds `text`. */
    has: async (collection: string, text: string) => {
      const values = await list(collection)
      return values.some(({ value }) => JSON.stringify(value).includes(text))
    },
    /** The URI of the own post that says `text`. */
    uriOf: async (text: string) => {
      const found = (await list('app.bsky.feed.post')).find(({ value }) => value.text === text)
      return found?.uri ?? ''
    },
    /** A preference by the end of its type; undefined for none. */
    preference: async (kind: string): Promise<Loose | undefined> => {
      const { preferences } = (await agent.app.bsky.actor.getPreferences({})).data
      return (preferences as unknown as Loose[]).findLast(({ $type }) => String($type).endsWith(`#${kind}`))
    },
    post: async (uri: string) => (await agent.app.bsky.feed.getPosts({ uris: [uri] })).data.posts[0],
    standing: async () => (await agent.getProfile({ actor: scene.other.account.did })).data.viewer ?? {},
    settle: waitFor,
  }
}

/** The page of a post. */
export function pathOf(uri: string): string {
  const [, , did, , rkey] = uri.split('/')
  return `/profile/${did}/post/${rkey}`
}
