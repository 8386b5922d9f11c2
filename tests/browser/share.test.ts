// Copying a link and handing it on to the device: what the menu gives, what a browser that refuses says.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { useActs } from './act-desk.ts'

const desk = useActs(await useNetwork(), 'share')

type Device = { copies: 'takes' | 'refuses'; shares: 'takes' | 'is cancelled' | 'cannot' }

/** The page of a post whose menu is open, on a device that does this; `given` is what it was given. */
async function openMenu(t: TestContext, device: Device) {
  const page = await desk.open(t, { bypassCSP: true })
  await page.addInitScript(({ copies, shares }) => {
    const given: string[] = []
    const writeText = async (text: string) => {
      if (copies === 'refuses') throw new DOMException('no', 'NotAllowedError')
      given.push(`copied ${text}`)
    }
    const share = async ({ url }: { url: string }) => {
      if (shares === 'is cancelled') throw new DOMException('no', 'AbortError')
      given.push(`shared ${url}`)
    }
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } })
    if (shares === 'cannot') delete (Navigator.prototype as Partial<Navigator>).share
    else Object.defineProperty(navigator, 'share', { value: share })
    Object.assign(window, { given })
  }, device)
  const { server, scene } = desk
  const [, , , , rkey] = scene.root.split('/')
  const path = `/profile/${scene.own.account.handle}/post/${rkey}`
  await page.goto(server.url + path)
  await page.locator('.focus').getByRole('button', { name: 'More actions' }).click()
  await page.locator('.pop').waitFor()
  const given = () => page.evaluate(() => (window as unknown as { given: string[] }).given)
  const press = (name: string) => page.locator('.pop').getByRole('button', { name, exact: true }).click()
  return { page, link: server.url + path, given, press, said: page.locator('.said p') }
}

test('a link is copied whole, and it is said', async (t) => {
  const { page, link, given, press, said } = await openMenu(t, { copies: 'takes', shares: 'takes' })
  await press('Copy link')
  await said.filter({ hasText: 'Copied.' }).waitFor()
  assert.deepEqual(await given(), [`copied ${link}`])
  await page.locator('.pop').waitFor({ state: 'detached' })
})

test('a browser that refuses is said to', async (t) => {
  const { given, press, said } = await openMenu(t, { copies: 'refuses', shares: 'takes' })
  await press('Copy text')
  await said.filter({ hasText: 'This browser does not let pages do that.' }).waitFor()
  assert.deepEqual(await given(), [])
})

test('sharing hands the link on to the device; whoever changes their mind hears nothing', async (t) => {
  const taken = await openMenu(t, { copies: 'takes', shares: 'takes' })
  await taken.press('Share')
  await taken.page.locator('.pop').waitFor({ state: 'detached' })
  assert.deepEqual(await taken.given(), [`shared ${taken.link}`])
  const cancelled = await openMenu(t, { copies: 'takes', shares: 'is cancelled' })
  await cancelled.press('Share')
  await cancelled.page.locator('.pop').waitFor({ state: 'detached' })
  assert.equal(await cancelled.said.count(), 0)
})

test('a device that shares nothing gets the link copied', async (t) => {
  const { link, given, press, said } = await openMenu(t, { copies: 'takes', shares: 'cannot' })
  await press('Share')
  await said.filter({ hasText: 'Copied.' }).waitFor()
  assert.deepEqual(await given(), [`copied ${link}`])
})
