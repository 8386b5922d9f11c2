// Where every act is tried: somebody's page on the box, and other clients that look at what came of it.
import type { Page } from 'playwright-core'
import type { ActScene } from '../act-scene.ts'
import type { TestNetwork } from '../network.ts'
import type { TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

type Loose = Record<string, unknown>

export type Desk = ReturnType<typeof openWalk>

/** Something a person does on a page, and whether the network, or the box where it stays there, shows what was meant. */
export type Act = { name: string; act: (desk: Desk) => Promise<unknown>; seen: (desk: Desk) => Promise<boolean> }

type Walk = { network: TestNetwork; server: TestServer; page: Page; scene: ActScene; hasScripts: boolean }

/** On a scene of one person and another, with `page` signed in as the first. */
export function openWalk({ network, server, page, scene, hasScripts }: Walk) {
  const { account, agent } = scene.own
  const list = async (collection: string) => {
    const { data } = await agent.com.atproto.repo.listRecords({ repo: account.did, collection, limit: 100 })
    return data.records
  }
  /** Goes to a page, unless it is the one that is open: what was done on it stands there already. */
  const open = async (path: string) => {
    const { pathname, search } = new URL(path, server.url)
    const now = new URL(page.url())
    if (now.pathname !== pathname || (search !== '' && now.search !== search)) await page.goto(server.url + path)
  }
  /** Waits until what `act` does has brought another page. */
  const turnPage = async (act: () => Promise<unknown>) => {
    const turned = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame())
    await act()
    await turned
  }
  /** Presses a button by its name, of the whole page or of a part of it. */
  const press = (name: string | RegExp, within = 'main') =>
    page.locator(within).getByRole('button', { name, exact: true }).first().click()
  /** Opens the menu of what stands in focus. */
  const openMenu = async (within = '.focus') => {
    const button = page.locator(within).getByRole('button', { name: /^More actions/ })
    await button.first().click()
  }
  /** An entry of the open menu. */
  const entry = (name: string | RegExp) => {
    const entries = page.locator('.does')
    return entries.getByRole('button', { name }).or(entries.getByRole('link', { name })).first()
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
    open,
    visit: (path: string) => page.goto(server.url + path),
    /** As `open`; with JavaScript afresh: a script may be about to draw the page anew after an act. */
    reopen: (path: string) => (hasScripts ? page.goto(server.url + path) : open(path)),
    /** A page as the server sends it to this browser. */
    read: async (path: string) => (await page.request.get(server.url + path)).text(),
    /** Paths to come back to, by name. */
    places: new Map<string, string>(),
    press,
    /** Follows a link. */
    follow: (name: string | RegExp, within = 'main') =>
      page.locator(within).getByRole('link', { name, exact: true }).first().click(),
    /** Waits for the line that says what an act came to. */
    said: (words: RegExp) => page.locator('.said p', { hasText: words }).waitFor(),
    openMenu,
    entry,
    /** Opens the menu of what stands in focus, and presses or follows an entry. */
    choose: async (name: string | RegExp, within?: string) => {
      await openMenu(within)
      await entry(name).click()
    },
    undo: async () => {
      const press = () => page.locator('.said').getByRole('button', { name: 'Undo' }).click()
      await (hasScripts ? press() : turnPage(press))
    },
    /** Presses a button of a settings form, and waits for the page that it leads back to. */
    submit: async (name: string | RegExp) => {
      await turnPage(() => press(name))
      await page.waitForURL(/[?&](saved|done)=/)
    },
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
