// A box and a scene of two people on it, for the browser tests of what one does to posts and people.
import { after, before, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import type { Account } from '#demo/account.ts'
import { type ActScene, makeActScene } from '../act-scene.ts'
import type { TestNetwork } from '../network.ts'
import { startServer, type TestServer } from '../server.ts'
import { type PageOptions, useBrowser } from './browser.ts'
import { cookiesOf } from './cookies-of.ts'

export type ActDesk = {
  server: TestServer
  scene: ActScene
  /** A page of the first person's, or of `account`, signed in; nothing is open in it. */
  open: (t: TestContext, options?: Partial<PageOptions>, account?: Account) => Promise<Page>
}

/** Call it at the top of a file; what it gives is there once its tests run. */
export function useActs(network: TestNetwork, name: string): ActDesk {
  const openPage = useBrowser()
  const desk = {
    async open(t: TestContext, options: Partial<PageOptions> = {}, account = desk.scene.own.account) {
      const page = await openPage(t, { origin: desk.server.url, ...options })
      await page.context().addCookies(await cookiesOf(desk.server, account))
      return page
    },
  } as ActDesk
  before(async () => {
    desk.server = await startServer(network, { stream: true })
    desk.scene = await makeActScene(network, name)
  })
  after(() => desk.server?.close())
  return desk
}
