// Every act of a person, one after the other, with JavaScript and without, and what other clients see of it; and the
// menus they stand in: with a script a box beside the button, without one a page. Both are sound.
import assert from 'node:assert/strict'
import { describe, it, type TestContext, test } from 'node:test'
import { makeActScene } from '../act-scene.ts'
import { useNetwork } from '../network.ts'
import { waitFor } from '../wait-for.ts'
import { useActs } from './act-desk.ts'
import { checkThemes } from './check-page.ts'
import { accountActs, ownActs } from './own-acts.ts'
import { peopleActs } from './people-acts.ts'
import { postActs } from './post-acts.ts'
import { lastAct, settingActs } from './setting-acts.ts'
import { openWalk } from './walk-desk.ts'

const network = await useNetwork()
const desk = useActs(network, 'acts-on')

const acts = [...postActs, ...peopleActs, ...settingActs, ...ownActs, ...accountActs, lastAct]

// Both at once: each has people of its own, and waits most of its time.
describe('every act of a person', { concurrency: true }, () => {
  for (const javaScriptEnabled of [true, false]) {
    it(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async (t) => {
      const scene = javaScriptEnabled ? desk.scene : await makeActScene(network, 'acts-off')
      // A profile says 503 for as long as the network has not heard that somebody is unblocked.
      const options = { javaScriptEnabled, expected: [/status of 503/] }
      const page = await desk.open(t as TestContext, options, scene.own.account)
      const walk = openWalk({ network, server: desk.server, page, scene, hasScripts: javaScriptEnabled })
      for (const { name, act, seen } of acts) {
        await act(walk).catch((cause) => {
          throw new Error(`${name}, at ${page.url()}: ${cause}`, { cause })
        })
        await waitFor(`${name} is seen`, () => seen(walk))
      }
    })
  }
})

test('the menu of a post opens beside it, is walked by keys, and closes on Escape', async (t) => {
  const page = await desk.open(t, { bypassCSP: true })
  const { server, scene } = desk
  const [, , did, , rkey] = scene.root.split('/')
  await page.goto(`${server.url}/profile/${did}/post/${rkey}`)
  const more = page.locator('.focus').getByRole('button', { name: 'More actions' })
  await more.click()
  const box = page.locator('.pop')
  await box.waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  assert.equal(await focused(), 'Quote')
  await page.keyboard.press('ArrowDown')
  assert.equal(await focused(), 'Pin to your profile')
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  assert.equal(await more.getAttribute('aria-expanded'), 'false')
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'More actions')
})

test('the pages are sound', async (t) => {
  const page = await desk.open(t, { bypassCSP: true })
  const { server, scene } = desk
  const root = encodeURIComponent(scene.root)
  for (const path of [
    `/post/menu?uri=${root}`,
    `/post/menu?uri=${encodeURIComponent(scene.quote)}`,
    `/profile/${scene.other.account.handle}/menu`,
    `/post/gate?uri=${root}`,
    `/post/delete?uri=${root}`,
    `/report?subject=${encodeURIComponent(scene.reply)}`,
    '/moderation/muted-words',
  ]) {
    await checkThemes(page, server.url + path)
  }
})
